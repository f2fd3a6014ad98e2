/** What is asked of Salesforce before everything crosses: what the integration user may do, and what may refuse its writes. */
import type { GatewayResult } from './ports.ts';

/** The bridge's rights on an object as a whole, by the platform's own describe. */
export type ObjectAccess = {
  readonly object: string;
  readonly canRead: boolean;
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  readonly canDelete: boolean;
};

/** An active validation rule. */
export type GuardingRule = {
  readonly object: string;
  readonly name: string;
  /** What it tells a person it refuses. */
  readonly message: string;
  /** Whether its formula lets some users pass (a custom permission, profile or user in it); null where the formula could not be read. */
  readonly hasBypass: boolean | null;
};

export type SalesforceReadiness = {
  /** One call per object. An object the user cannot see at all has no rights. */
  access(objects: readonly string[]): Promise<GatewayResult<readonly ObjectAccess[]>>;
  /** Active validation rules on the objects. Needs View Setup and Configuration, fails as `INVALID_TYPE` or alike without it. */
  guards(objects: readonly string[]): Promise<GatewayResult<readonly GuardingRule[]>>;
  /** Whether the bridge's user has the package's permission set; a failure where it may not look. */
  hasPermissionSet(): Promise<GatewayResult<boolean>>;
};
