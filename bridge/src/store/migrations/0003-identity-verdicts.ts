import type { Dialect } from '../sql/dialect.ts';

/** What people said about pairs of records. The pair is stored in the order of its end keys, so that there is one row of it. */
export const identityVerdicts = ({ text }: Dialect): readonly string[] => [
  `create table identity_verdicts (
    connection_id ${text} not null, first_end ${text} not null, second_end ${text} not null, decided_at bigint not null, body text not null,
    primary key (connection_id, first_end, second_end))`,
  'create index identity_verdicts_second on identity_verdicts (connection_id, second_end)',
  'create index identity_verdicts_time on identity_verdicts (connection_id, decided_at, first_end, second_end)',
];
