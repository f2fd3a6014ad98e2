import type { Owner, Pipeline } from '../model.ts';

const CREATED = Date.UTC(2024, 0, 15, 9);

type StageRow = readonly [id: string, label: string, metadata: Readonly<Record<string, string>>];

function pipeline(id: string, label: string, rows: readonly StageRow[]): Pipeline {
  const dates = { createdAt: CREATED, updatedAt: CREATED, archived: false };
  const stages = rows.map(([stageId, stageLabel, metadata], displayOrder) => ({ id: stageId, label: stageLabel, displayOrder, metadata, ...dates }));
  return { id, label, displayOrder: 0, stages, ...dates };
}

const deal = (id: string, label: string, probability: string): StageRow => [id, label, { isClosed: String(id.startsWith('closed')), probability }];

/** Pipelines a new portal ships with, by object. */
export const SHIPPED_PIPELINES: Readonly<Record<string, readonly Pipeline[]>> = {
  deals: [
    pipeline('default', 'Sales Pipeline', [
      deal('appointmentscheduled', 'Appointment Scheduled', '0.2'),
      deal('qualifiedtobuy', 'Qualified To Buy', '0.4'),
      deal('presentationscheduled', 'Presentation Scheduled', '0.6'),
      deal('decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'),
      deal('contractsent', 'Contract Sent', '0.9'),
      deal('closedwon', 'Closed Won', '1.0'),
      deal('closedlost', 'Closed Lost', '0.0'),
    ]),
  ],
  tickets: [
    pipeline('0', 'Support Pipeline', [
      ['1', 'New', { ticketState: 'OPEN' }],
      ['2', 'Waiting on contact', { ticketState: 'OPEN' }],
      ['3', 'Waiting on us', { ticketState: 'OPEN' }],
      ['4', 'Closed', { ticketState: 'CLOSED' }],
    ]),
  ],
};

type Person = { readonly firstName: string; readonly lastName: string; readonly email?: string; readonly archived?: boolean };

const owner = (id: string, userId: number, { firstName, lastName, email, archived = false }: Person): Owner => ({
  id,
  userId,
  firstName,
  lastName,
  archived,
  email: email ?? `${firstName}.${lastName}@fieldwise.example`.toLowerCase(),
  createdAt: CREATED,
  updatedAt: CREATED,
});

/**
 * Marketers, of whom Paul has left, and the people of the local Salesforce org under their addresses there. `id` is what `hubspot_owner_id`
 * takes, never `userId`.
 */
export const SHIPPED_OWNERS: readonly Owner[] = [
  owner('71004001', 9_100_001, { firstName: 'Mara', lastName: 'Lindt' }),
  owner('71004002', 9_100_002, { firstName: 'Ines', lastName: 'Ortega' }),
  owner('71004003', 9_100_003, { firstName: 'Theo', lastName: 'Brandt' }),
  owner('71004004', 9_100_004, { firstName: 'Paul', lastName: 'Former', archived: true }),
  owner('71004005', 9_100_005, { firstName: 'Ada', lastName: 'Admin', email: 'admin@fieldwise.sandbox' }),
  owner('71004006', 9_100_006, { firstName: 'Ray', lastName: 'Reyes', email: 'rep1@fieldwise.sandbox' }),
  owner('71004007', 9_100_007, { firstName: 'Rita', lastName: 'Okafor', email: 'rep2@fieldwise.sandbox' }),
];

/** What a new portal offers to subscribe to; the first is sent one to one. */
export const SUBSCRIPTION_TYPES = [
  { id: '410001', name: 'One to One', description: 'One to One emails', purpose: 'Sales', communicationMethod: 'Email', isInternal: true },
  {
    id: '410002',
    name: 'Marketing Information',
    description: 'Marketing offers and updates.',
    purpose: 'Marketing',
    communicationMethod: 'Email',
    isInternal: false,
  },
  {
    id: '410003',
    name: 'Customer Service Communication',
    description: 'Feedback requests and customer service information.',
    purpose: 'CustomerService',
    communicationMethod: 'Email',
    isInternal: false,
  },
] as const;
