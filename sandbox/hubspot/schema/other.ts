import { recordProperties } from './common.ts';
import { define, type PropertyDefinition } from './property.ts';

export function ticketProperties(): PropertyDefinition[] {
  const group = 'ticketinformation';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'createdate'),
    ...define(group, [
      ['subject', 'Ticket name', 'string', 'text'],
      ['content', 'Ticket description', 'string', 'textarea'],
      ['hs_pipeline', 'Pipeline', 'enumeration', 'select', [], { external: true }],
      ['hs_pipeline_stage', 'Ticket status', 'enumeration', 'select', [], { external: true }],
      [
        'hs_ticket_priority',
        'Priority',
        'enumeration',
        'select',
        [
          ['LOW', 'Low'],
          ['MEDIUM', 'Medium'],
          ['HIGH', 'High'],
          ['URGENT', 'Urgent'],
        ],
      ],
      [
        'hs_ticket_category',
        'Category',
        'enumeration',
        'checkbox',
        [
          ['PRODUCT_ISSUE', 'Product Issue'],
          ['BILLING_ISSUE', 'Billing Issue'],
          ['FEATURE_REQUEST', 'Feature Request'],
          ['GENERAL_INQUIRY', 'General Inquiry'],
        ],
      ],
      ['closed_date', 'Close date', 'datetime', 'date'],
      ['source_type', 'Source', 'enumeration', 'select', ['CHAT', 'EMAIL', 'FORM', 'PHONE']],
    ]),
  ];
}

const BILLING = ['weekly', 'biweekly', 'monthly', 'quarterly', 'per_six_months', 'annually', 'per_two_years', 'per_three_years'] as const;

export function lineItemProperties(): PropertyDefinition[] {
  const group = 'lineiteminformation';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'createdate'),
    ...define(group, [
      ['name', 'Name', 'string', 'text'],
      ['hs_product_id', 'Product ID', 'number', 'number'],
      ['hs_sku', 'SKU', 'string', 'text'],
      ['description', 'Description', 'string', 'textarea'],
      ['quantity', 'Quantity', 'number', 'number'],
      ['price', 'Unit price', 'number', 'number'],
      ['amount', 'Net price', 'number', 'number', [], { calculated: true }],
      ['discount', 'Unit discount', 'number', 'number'],
      ['hs_discount_percentage', 'Discount percentage', 'number', 'number'],
      ['recurringbillingfrequency', 'Billing frequency', 'enumeration', 'select', BILLING],
      ['hs_recurring_billing_start_date', 'Billing start date', 'date', 'date'],
      ['hs_cost_of_goods_sold', 'Unit cost', 'number', 'number'],
      ['tax', 'Tax', 'number', 'number'],
      ['hs_line_item_currency_code', 'Currency', 'string', 'text'],
    ]),
  ];
}

export function productProperties(): PropertyDefinition[] {
  const group = 'productinformation';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'createdate'),
    ...define(group, [
      ['name', 'Name', 'string', 'text'],
      ['description', 'Product description', 'string', 'textarea'],
      ['hs_sku', 'SKU', 'string', 'text'],
      ['price', 'Unit price', 'number', 'number'],
      ['hs_cost_of_goods_sold', 'Unit cost', 'number', 'number'],
      ['recurringbillingfrequency', 'Billing frequency', 'enumeration', 'select', BILLING],
    ]),
  ];
}

/** The rows of one kind of activity, on top of what all activities share. */
type ActivityRows = Parameters<typeof define>[1];

/** Outcomes every portal ships with; what travels is the id (calls guide). */
const CALL_OUTCOMES = [
  ['9d9162e7-6cf3-4944-bf63-4dff82258764', 'Busy'],
  ['f240bbac-87c9-4f6e-bf70-924b57d47db7', 'Connected'],
  ['a4c4c377-d246-4b32-a13b-75a56a4cd0ff', 'Left live message'],
  ['b2cf5968-551e-4856-9783-52b3da59a7d0', 'Left voicemail'],
  ['73a0d17f-1163-4015-bdd5-ec830791da20', 'No answer'],
  ['17b47fee-58de-441e-a44c-c6300d46f273', 'Wrong number'],
] as const;
const READ_ONLY = { readOnly: true };

const ACTIVITIES: Readonly<Record<string, ActivityRows>> = {
  tasks: [
    ['hs_task_subject', 'Task Title', 'string', 'text'],
    ['hs_task_body', 'Task Notes', 'string', 'html'],
    ['hs_task_status', 'Task Status', 'enumeration', 'radio', ['NOT_STARTED', 'IN_PROGRESS', 'WAITING', 'COMPLETED', 'DEFERRED']],
    ['hs_task_priority', 'Priority', 'enumeration', 'radio', ['NONE', 'LOW', 'MEDIUM', 'HIGH']],
    ['hs_task_type', 'Task Type', 'enumeration', 'radio', ['TODO', 'CALL', 'EMAIL', 'LINKED_IN']],
    ['hs_task_reminders', 'Reminders', 'string', 'text'],
    ['hs_task_is_completed', 'Task is completed', 'number', 'number', [], READ_ONLY],
    ['hs_task_completion_date', 'Completed at', 'datetime', 'date', [], READ_ONLY],
  ],
  calls: [
    ['hs_call_title', 'Call Title', 'string', 'text'],
    ['hs_call_body', 'Call notes', 'string', 'html'],
    ['hs_call_duration', 'Call duration', 'number', 'number'],
    ['hs_call_from_number', 'From Number', 'string', 'text'],
    ['hs_call_to_number', 'To Number', 'string', 'text'],
    ['hs_call_direction', 'Call direction', 'enumeration', 'select', ['INBOUND', 'OUTBOUND']],
    ['hs_call_disposition', 'Call outcome', 'enumeration', 'select', CALL_OUTCOMES],
    [
      'hs_call_status',
      'Call Status',
      'enumeration',
      'select',
      ['BUSY', 'CALLING_CRM_USER', 'CANCELED', 'COMPLETED', 'CONNECTING', 'FAILED', 'IN_PROGRESS', 'NO_ANSWER', 'QUEUED', 'RINGING'],
    ],
    ['hs_call_recording_url', 'Recording URL', 'string', 'text'],
  ],
  emails: [
    ['hs_email_direction', 'Email Direction', 'enumeration', 'select', ['EMAIL', 'INCOMING_EMAIL', 'FORWARDED_EMAIL']],
    ['hs_email_status', 'Email send status', 'enumeration', 'select', ['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING', 'SENT']],
    ['hs_email_subject', 'Email subject', 'string', 'text'],
    ['hs_email_text', 'Email body', 'string', 'textarea'],
    ['hs_email_html', 'Email HTML', 'string', 'html'],
    ['hs_email_headers', 'Email Headers', 'string', 'textarea'],
    ...['from', 'to', 'cc', 'bcc'].map((name) => [`hs_email_${name}_email`, `Email ${name} address`, 'string', 'text', [], READ_ONLY] as const),
  ],
  meetings: [
    ['hs_meeting_title', 'Meeting name', 'string', 'text'],
    ['hs_meeting_body', 'Meeting description', 'string', 'html'],
    ['hs_meeting_start_time', 'Meeting start time', 'datetime', 'date'],
    ['hs_meeting_end_time', 'Meeting end time', 'datetime', 'date'],
    ['hs_meeting_location', 'Location', 'string', 'text'],
    ['hs_meeting_outcome', 'Meeting outcome', 'enumeration', 'select', ['SCHEDULED', 'COMPLETED', 'RESCHEDULED', 'NO_SHOW', 'CANCELED']],
    ['hs_internal_meeting_notes', 'Internal meeting notes', 'string', 'html'],
  ],
  notes: [['hs_note_body', 'Note body', 'string', 'html']],
  communications: [
    ['hs_communication_channel_type', 'Channel Type', 'enumeration', 'select', ['WHATS_APP', 'LINKEDIN_MESSAGE', 'SMS']],
    ['hs_communication_logged_from', 'Logged from', 'enumeration', 'select', ['CRM']],
    ['hs_communication_body', 'Body', 'string', 'html'],
  ],
};

export function activityProperties(object: string): PropertyDefinition[] {
  const group = 'engagement';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'hs_createdate'),
    ...define(group, [
      ['hs_timestamp', 'Activity date', 'datetime', 'date'],
      ['hs_activity_type', 'Call and meeting type', 'string', 'text'],
      ['hs_attachment_ids', 'Attached file IDs', 'string', 'text'],
      ...(ACTIVITIES[object] ?? []),
    ]),
  ];
}
