import type { Dialect } from '../sql/dialect.ts';

/** Small durable state of features, each with a shape of its own. */
export const documents = ({ text }: Dialect): readonly string[] => [
  `create table documents (
    connection_id ${text} not null, kind ${text} not null, document_key ${text} not null, document_group ${text} not null, document_rank bigint not null,
    body text not null, version bigint not null, primary key (connection_id, kind, document_key))`,
  'create index documents_group on documents (connection_id, kind, document_group, document_rank, document_key)',
  'create index documents_rank on documents (connection_id, kind, document_rank, document_key)',
];
