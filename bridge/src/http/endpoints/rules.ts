/** What the Setup pages ask for while rules are made: field lists, previews, the round-trip test, and the jobs they are. */
import { z } from 'zod';
import type { RuleDesk } from '../../operations/index.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';

/** Rows are judged one by one by the rule loader, which names every bad one. */
const draft = z.object({
  version: z.number().int(),
  mappings: z.array(z.unknown()).max(100),
  rules: z.array(z.unknown()).max(5_000),
  stages: z.array(z.unknown()).max(100).optional(),
  consents: z.array(z.unknown()).max(200).optional(),
  relations: z.array(z.unknown()).max(200).optional(),
  activities: z.array(z.unknown()).max(200).optional(),
  campaigns: z.array(z.unknown()).max(2_000).optional(),
  destinations: z.array(z.unknown()).max(200).optional(),
});
const objects = z.array(z.string().min(1)).max(20).default([]);

export function rulesEndpoints(desk: RuleDesk): readonly Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/identity',
      summary: 'The org user and the portal the bridge works with',
      input: nothing,
      run: (connection) => desk.identity(connection),
    }),
    endpoint({
      method: 'get',
      path: '/schema',
      summary: 'Fields of an object as the bridge may use them',
      input: z.object({ side: z.enum(['salesforce', 'hubspot']), object: z.string().min(1) }),
      run: (connection, { side, object }) => desk.schema(connection, side, object),
    }),
    endpoint({
      method: 'post',
      path: '/schemas',
      summary: 'Reads the fields of objects anew on both sides; a job',
      input: z.object({ salesforce: objects, hubspot: objects }),
      run: (connection, wanted) => desk.readSchemas(connection, wanted),
    }),
    endpoint({
      method: 'post',
      path: '/previews',
      summary: 'What a draft of the rules would change on records linked now; a job',
      input: z.object({ rules: draft, pairs: z.number().int().min(1).max(500).default(50), samples: z.number().int().min(0).max(20).default(3) }),
      run: (connection, options) => desk.preview(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/scopes',
      summary: 'Who would take part under a draft of the rules: counts, samples, and why others stay out; a job',
      input: z.object({ rules: draft, mapping: z.string().min(1), samples: z.number().int().min(0).max(20).default(20) }),
      run: (connection, options) => desk.scope(connection, options),
    }),
    endpoint({
      method: 'post',
      path: '/scopes/records',
      summary: 'Records by name, address or id, each with where it stands under a draft of the rules; a job',
      input: z.object({ rules: draft, mapping: z.string().min(1), side: z.enum(['salesforce', 'hubspot']), text: z.string().trim().min(2).max(100) }),
      run: (connection, options) => desk.scopeRecords(connection, options),
    }),
    endpoint({
      method: 'get',
      path: '/segments',
      summary: "HubSpot's segments of an object, by name",
      input: z.object({ object: z.string().min(1).default('contacts') }),
      run: (connection, { object }) => desk.segments(connection, object),
    }),
    endpoint({
      method: 'post',
      path: '/roundtrips',
      summary: 'Tests both APIs and the change stream; a job',
      input: nothing,
      run: (connection) => desk.roundTrip(connection),
    }),
    endpoint({
      method: 'get',
      path: '/jobs/:id',
      summary: 'State of a job; its result once state is done',
      input: z.object({ id: z.string().min(1) }),
      run: (connection, { id }) => desk.job(connection, id),
    }),
  ];
}
