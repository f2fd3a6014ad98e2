import { analyticsProperties, lifecycleProperties, recordProperties, salesActivityProperties } from './common.ts';
import { SUBSCRIPTION_TYPES } from './defaults.ts';
import { define, type PropertyDefinition } from './property.ts';

const RO = { readOnly: true };

const LEGAL_BASES = [
  'Legitimate interest – prospect/lead',
  'Legitimate interest – existing customer',
  'Legitimate interest - other',
  'Performance of a contract',
  'Freely given consent from contact',
  'Not applicable',
] as const;

/** The contact properties a sync product meets; names, types, options and read-only flags as a portal has them. */
export function contactProperties(): PropertyDefinition[] {
  const group = 'contactinformation';
  return [
    ...recordProperties(group, 'lastmodifieddate', 'createdate'),
    ...define(group, [
      ['email', 'Email', 'string', 'text', [], { unique: true }],
      ['hs_additional_emails', 'Additional email addresses', 'enumeration', 'checkbox', [], { external: true }],
      ['firstname', 'First Name', 'string', 'text'],
      ['lastname', 'Last Name', 'string', 'text'],
      ['salutation', 'Salutation', 'string', 'text'],
      ['jobtitle', 'Job Title', 'string', 'text'],
      ['company', 'Company Name', 'string', 'text'],
      ['associatedcompanyid', 'Primary Associated Company ID', 'number', 'number', [], { ...RO, references: 'COMPANY' }],
      ['phone', 'Phone Number', 'string', 'phonenumber'],
      ['mobilephone', 'Mobile Phone Number', 'string', 'phonenumber'],
      ['fax', 'Fax Number', 'string', 'text'],
      ['website', 'Website URL', 'string', 'text'],
      ['address', 'Street Address', 'string', 'text'],
      ['city', 'City', 'string', 'text'],
      ['state', 'State/Region', 'string', 'text'],
      ['zip', 'Postal Code', 'string', 'text'],
      ['country', 'Country/Region', 'string', 'text'],
      ['industry', 'Industry', 'string', 'text'],
      ['numemployees', 'Number of Employees', 'enumeration', 'select', ['1-5', '5-25', '25-50', '50-100', '100-500', '500-1000', '1000+']],
      ['annualrevenue', 'Annual Revenue', 'string', 'text'],
      ['message', 'Message', 'string', 'textarea'],
      ['date_of_birth', 'Date of birth', 'string', 'text'],
      ['gender', 'Gender', 'string', 'text'],
      [
        'hs_language',
        'Preferred language',
        'enumeration',
        'select',
        [
          ['en', 'English'],
          ['de', 'German'],
          ['fr', 'French'],
          ['es', 'Spanish'],
          ['it', 'Italian'],
          ['ja', 'Japanese'],
        ],
      ],
      [
        'hs_timezone',
        'Time Zone',
        'enumeration',
        'select',
        [
          ['europe_slash_berlin', 'UTC +01:00 Europe Berlin'],
          ['america_slash_new_york', 'UTC -05:00 America New York'],
          ['utc', 'UTC'],
        ],
      ],
      ['hs_email_domain', 'Email Domain', 'string', 'text', [], RO],
      ['hs_full_name_or_email', 'Full name or email', 'string', 'text', [], { readOnly: true, calculated: true, hidden: true }],
      ['hs_persona', 'Persona', 'enumeration', 'radio', []],
      ['hs_content_membership_notes', 'Membership Notes', 'string', 'text'],
      ['closedate', 'Close Date', 'datetime', 'date'],
      [
        'hs_buying_role',
        'Buying Role',
        'enumeration',
        'checkbox',
        [
          ['BLOCKER', 'Blocker'],
          ['BUDGET_HOLDER', 'Budget Holder'],
          ['CHAMPION', 'Champion'],
          ['DECISION_MAKER', 'Decision Maker'],
          ['END_USER', 'End User'],
          ['EXECUTIVE_SPONSOR', 'Executive Sponsor'],
          ['INFLUENCER', 'Influencer'],
          ['OTHER', 'Other'],
        ],
      ],
      ['hs_sales_email_last_replied', 'Recent Sales Email Replied Date', 'datetime', 'date', [], RO],
      ['num_associated_deals', 'Number of Associated Deals', 'number', 'number', [], { calculated: true }],
      ['hubspotscore', 'HubSpot Score', 'number', 'number', [], { calculated: true }],
      [
        'hs_is_unworked',
        'Contact unworked',
        'bool',
        'booleancheckbox',
        [
          ['true', 'True'],
          ['false', 'False'],
        ],
        RO,
      ],
    ]),
    ...lifecycleProperties(group),
    ...salesActivityProperties('sales_properties'),
    ...analyticsProperties('analyticsinformation'),
    ...define('emailinformation', [
      [
        'hs_email_optout',
        'Unsubscribed from all email',
        'bool',
        'booleancheckbox',
        [
          ['true', 'True'],
          ['false', 'False'],
        ],
        RO,
      ],
      ...SUBSCRIPTION_TYPES.map(
        ({ id, name }) =>
          [
            `hs_email_optout_${id}`,
            `Opted out of email: ${name}`,
            'bool',
            'booleancheckbox',
            [
              ['true', 'True'],
              ['false', 'False'],
            ],
            RO,
          ] as const,
      ),
      ['hs_email_bounce', 'Marketing emails bounced', 'number', 'number', [], RO],
      ['hs_email_click', 'Marketing emails clicked', 'number', 'number', [], RO],
      ['hs_email_delivered', 'Marketing emails delivered', 'number', 'number', [], RO],
      ['hs_email_open', 'Marketing emails opened', 'number', 'number', [], RO],
      ['hs_email_last_open_date', 'Last marketing email open date', 'datetime', 'date', [], RO],
      ['hs_email_last_click_date', 'Last marketing email click date', 'datetime', 'date', [], RO],
      ['hs_email_last_email_name', 'Last marketing email name', 'string', 'text', [], RO],
      ['hs_email_hard_bounce_reason_enum', 'Email hard bounce reason', 'string', 'text', [], RO],
      ['hs_legal_basis', 'Legal basis for processing contact’s data', 'enumeration', 'checkbox', LEGAL_BASES],
      [
        'hs_marketable_status',
        'Marketing contact status',
        'enumeration',
        'select',
        [
          ['true', 'Marketing contact'],
          ['false', 'Non-marketing contact'],
        ],
        RO,
      ],
    ]),
    ...define('conversioninformation', [
      ['first_conversion_event_name', 'First Conversion', 'string', 'text', [], RO],
      ['first_conversion_date', 'First Conversion Date', 'datetime', 'date', [], RO],
      ['recent_conversion_event_name', 'Recent Conversion', 'string', 'text', [], RO],
      ['recent_conversion_date', 'Recent Conversion Date', 'datetime', 'date', [], RO],
      ['num_conversion_events', 'Number of Form Submissions', 'number', 'number', [], RO],
      ['num_unique_conversion_events', 'Number of Unique Forms Submitted', 'number', 'number', [], RO],
    ]),
  ];
}
