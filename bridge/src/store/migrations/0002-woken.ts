/**
 * The version a subject's last wake gave it, null once a pass has answered it. A version rather than a flag: compared with the version
 * a claim was handed, it tells a wake the pass knew of from one that came during it.
 */
export const woken = (): readonly string[] => ['alter table due add column woken_version bigint'];
