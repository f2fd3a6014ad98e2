import { MetadataError, reader } from './source.ts';
import type { SourceFile } from './source.ts';

export type NamedCredentialFacts = { readonly name: string; readonly url: string; readonly externalCredential: string; readonly path: string };
/** `principals` as permission sets name them: `Credential-Principal`. */
export type ExternalCredentialFacts = { readonly name: string; readonly principals: readonly string[] };

/** A named credential of the kind that leaves authentication to an external credential; the older kinds are refused. */
export function readNamedCredential(file: SourceFile): NamedCredentialFacts {
  const r = reader(file.path, file.xml);
  r.required('label');
  if (r.required('namedCredentialType') !== 'SecuredEndpoint') throw new MetadataError(file.path, 'only SecuredEndpoint named credentials are implemented');
  r.ignore('allowMergeFieldsInBody', 'allowMergeFieldsInHeader', 'calloutStatus', 'generateAuthorizationHeader');
  const parameters = r.children('namedCredentialParameters').map((p) => {
    const facts = { type: p.required('parameterType'), value: p.text('parameterValue'), credential: p.text('externalCredential') };
    p.ignore('parameterName', 'description', 'sequenceNumber');
    p.done();
    return facts;
  });
  r.done();
  const url = parameters.find((p) => p.type === 'Url')?.value;
  const externalCredential = parameters.find((p) => p.type === 'Authentication')?.credential;
  if (url === undefined || externalCredential === undefined) throw new MetadataError(file.path, 'a Url and an Authentication parameter are needed');
  return { path: file.path, name: file.name, url, externalCredential };
}

/** An external credential with its principals. Its headers are formulas over secrets the package does not hold, so they are not computed here. */
export function readExternalCredential(file: SourceFile): ExternalCredentialFacts {
  const r = reader(file.path, file.xml);
  r.required('label');
  r.ignore('description', 'authenticationProtocol');
  const parameters = r.children('externalCredentialParameters').map((p) => {
    const facts = { type: p.required('parameterType'), name: p.required('parameterName') };
    p.ignore('parameterGroup', 'parameterValue', 'sequenceNumber', 'description');
    p.done();
    return facts;
  });
  r.done();
  return { name: file.name, principals: parameters.flatMap((p) => (p.type === 'NamedPrincipal' ? [`${file.name}-${p.name}`] : [])) };
}
