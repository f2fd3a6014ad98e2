export type StoreErrorCode = 'store-in-use' | 'store-unavailable' | 'store-closed' | 'store-failed';

/** What the store could not do. `transient` may succeed when tried again; the call it answers left nothing half done. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;
  readonly kind: 'transient' | 'permanent';
  constructor(code: StoreErrorCode, message: string, options: { readonly kind: 'transient' | 'permanent'; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'StoreError';
    this.code = code;
    this.kind = options.kind;
  }
}
