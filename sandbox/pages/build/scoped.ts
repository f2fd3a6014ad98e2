/** What `@salesforce/…` imports become in the local host. Values that depend on the user are read when the page loads. */
import { join } from 'node:path';

export type ScopedContext = {
  readonly host: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly warn: (message: string) => void;
};

const constant = (value: unknown): string => `export default ${value === undefined ? 'undefined' : JSON.stringify(value)};\n`;

/** Code of the module, or null for what the base components' own stand-ins answer. */
export function scopedModule(specifier: string, { host, labels, warn }: ScopedContext): string | null {
  const [, kind = '', rest = ''] = /^@salesforce\/([^/]+)(?:\/(.*))?$/.exec(specifier) ?? [];
  const fromContext = (expression: string): string => `import { context } from ${JSON.stringify(join(host, 'context.js'))};\nexport default ${expression};\n`;
  switch (kind) {
    case 'apex': {
      const file = JSON.stringify(join(host, 'apex.js'));
      if (rest === '') return `export { refreshApex, getSObjectValue } from ${file};\n`;
      const [method = '', className = ''] = rest.split('.').reverse();
      return `import { apexMethod } from ${file};\nexport default apexMethod(${JSON.stringify(className)}, ${JSON.stringify(method)});\n`;
    }
    case 'label': {
      if (!rest.startsWith('c.')) return null;
      const text = labels.get(rest.slice(2));
      if (text === undefined) warn(`the label ${rest.slice(2)} does not exist`);
      return constant(text ?? `[${rest.slice(2)}]`);
    }
    case 'schema': {
      const [objectApiName, ...field] = rest.split('.');
      return constant(field.length === 0 ? { objectApiName } : { objectApiName, fieldApiName: field.join('.') });
    }
    case 'customPermission':
    case 'userPermission':
      return fromContext(`context.${kind}s.includes(${JSON.stringify(rest)}) ? true : undefined`);
    case 'user':
      return rest === 'Id' ? fromContext('context.user.id') : constant(false);
    case 'i18n':
      return rest === 'timeZone' || rest === 'locale' || rest === 'lang' ? fromContext(`context.i18n.${rest}`) : null;
    case 'client':
      return `export default window.matchMedia('(max-width: 48em)').matches ? 'Small' : 'Large';\n`;
    case 'messageChannel':
      return constant({ name: rest });
    default:
      return null;
  }
}
