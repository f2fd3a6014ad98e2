import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { createOrg } from './index.ts';

/** The product's own package, as docs/package.md describes it, deploys into the org. */
const org = createOrg({ packageDirs: [fileURLToPath(new URL('../../../force-app/main', import.meta.url))], dataDir: null, clock: { now: () => 0 } });
const field = (object: string, name: string) => org.object(object)?.fields.get(name.toLowerCase());

describe('force-app', () => {
  test.each(['Lead', 'Contact', 'Account', 'Opportunity'])('%s carries our key and stamp', (object) => {
    expect(field(object, 'Sync_Key__c')).toMatchObject({ type: 'string', length: 100, externalId: true, unique: true, caseSensitive: false });
    expect(field(object, 'Sync_Stamp__c')).toMatchObject({ type: 'textarea', length: 4000 });
  });
  test('rules are objects under a master, the change event is published after commit', () => {
    expect(field('Object_Mapping__c', 'Ruleset__c')).toMatchObject({ masterDetail: true, referenceTo: ['Sync_Ruleset__c'] });
    expect(field('Field_Rule__c', 'Object_Mapping__c')).toMatchObject({ masterDetail: true, referenceTo: ['Object_Mapping__c'] });
    expect(org.object('RecordChange__e')).toMatchObject({ kind: 'event', publishBehavior: 'PublishAfterCommit' });
    expect(field('RecordChange__e', 'Payload__c')).toMatchObject({ length: 131_072 });
    expect(org.object('Sync_Control__c')).toMatchObject({ kind: 'customSetting' });
  });
  test('every persona gets the permission set meant for it', () => {
    const { admin, rep1, integration } = org.personas;
    expect(org.canEdit(integration.userId, 'Lead', 'Sync_Key__c')).toBe(true);
    expect(org.canEdit(integration.userId, 'Lead', 'Email')).toBe(true);
    expect(org.canRead(integration.userId, 'RecordChange__e')).toBe(true);
    expect(org.canEdit(rep1.userId, 'Lead', 'Sync_Key__c')).toBe(false);
    expect([org.hasCustomPermission(admin.userId, 'Fieldwise_Manage'), org.hasCustomPermission(rep1.userId, 'Fieldwise_Manage')]).toEqual([true, false]);
  });
});
