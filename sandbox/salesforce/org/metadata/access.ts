import { MetadataError, reader } from './source.ts';
import type { Reader, SourceFile } from './source.ts';

export type ObjectGrant = {
  readonly object: string;
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
};
export type FieldGrant = { readonly object: string; readonly field: string; readonly read: boolean; readonly edit: boolean };
export type PermissionSetFacts = {
  readonly name: string;
  readonly label: string;
  readonly objects: readonly ObjectGrant[];
  readonly fields: readonly FieldGrant[];
  readonly classes: readonly string[];
  readonly customPermissions: readonly string[];
  readonly systemPermissions: readonly string[];
  /** External credential principals, as `Credential-Principal`. */
  readonly principals: readonly string[];
  readonly path: string;
};

/** A permission set from its metadata file. Throws a MetadataError on unknown elements and on rights that need others (edit without read…). */
export function readPermissionSet(file: SourceFile): PermissionSetFacts {
  const r = reader(file.path, file.xml);
  const enabled = (name: string, key: string): readonly string[] =>
    r.children(name).flatMap((child) => {
      const [value, on] = [child.required(key), child.flag('enabled')];
      child.ignore('description');
      child.done();
      return on ? [value] : [];
    });
  const facts = {
    path: file.path,
    name: file.name,
    label: r.required('label'),
    objects: r.children('objectPermissions').map((c) => objectGrant(file.path, c)),
    fields: r.children('fieldPermissions').map((c) => fieldGrant(file.path, c)),
    classes: enabled('classAccesses', 'apexClass'),
    customPermissions: enabled('customPermissions', 'name'),
    systemPermissions: enabled('userPermissions', 'name'),
    principals: enabled('externalCredentialPrincipalAccesses', 'externalCredentialPrincipal'),
  };
  r.ignore(
    'description',
    'hasActivationRequired',
    'applicationVisibilities',
    'tabSettings',
    'customSettingAccesses',
    'recordTypeVisibilities',
    'customMetadataTypeAccesses',
  );
  if (r.text('license') !== undefined)
    throw new MetadataError(file.path, 'a packaged permission set must name no <license>, or the integration user cannot be given it');
  r.done();
  return facts;
}

function objectGrant(path: string, r: Reader): ObjectGrant {
  const grant = {
    object: r.required('object'),
    create: r.flag('allowCreate'),
    read: r.flag('allowRead'),
    edit: r.flag('allowEdit'),
    delete: r.flag('allowDelete'),
    viewAll: r.flag('viewAllRecords'),
    modifyAll: r.flag('modifyAllRecords'),
  };
  r.ignore('viewAllFields');
  r.done();
  const needsRead = grant.create || grant.edit || grant.delete || grant.viewAll;
  if (needsRead && !grant.read) throw new MetadataError(path, `${grant.object}: allowRead is needed by the other rights`);
  if (grant.delete && !grant.edit) throw new MetadataError(path, `${grant.object}: allowDelete needs allowEdit`);
  if (grant.modifyAll && !(grant.delete && grant.edit && grant.viewAll))
    throw new MetadataError(path, `${grant.object}: modifyAllRecords needs edit, delete and viewAllRecords`);
  return grant;
}

function fieldGrant(path: string, r: Reader): FieldGrant {
  const [full, read, edit] = [r.required('field'), r.flag('readable'), r.flag('editable')];
  r.done();
  const [object = '', name = ''] = full.split('.');
  if (edit && !read) throw new MetadataError(path, `${full}: editable needs readable`);
  return { object, field: name, read, edit };
}
