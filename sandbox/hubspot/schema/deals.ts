import { analyticsProperties, recordProperties, salesActivityProperties } from './common.ts';
import { CURRENCY_NAMES, SHIPPED_RATES } from './currencies.ts';
import { define, type PropertyDefinition } from './property.ts';

const YES_NO = [
  ['true', 'True'],
  ['false', 'False'],
] as const;
const CALCULATED = { calculated: true };

export function dealProperties(): PropertyDefinition[] {
  const group = 'dealinformation';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'createdate'),
    ...define(group, [
      ['dealname', 'Deal Name', 'string', 'text'],
      ['amount', 'Amount', 'number', 'number'],
      ['amount_in_home_currency', 'Amount in company currency', 'number', 'number', [], CALCULATED],
      ['deal_currency_code', 'Currency', 'enumeration', 'select', Object.keys(SHIPPED_RATES).map((code) => [code, CURRENCY_NAMES[code] ?? code] as const)],
      ['hs_exchange_rate', 'Exchange rate', 'number', 'number'],
      ['pipeline', 'Pipeline', 'enumeration', 'select', [], { external: true }],
      ['dealstage', 'Deal Stage', 'enumeration', 'radio', [], { external: true }],
      ['closedate', 'Close Date', 'datetime', 'date'],
      [
        'dealtype',
        'Deal Type',
        'enumeration',
        'radio',
        [
          ['newbusiness', 'New Business'],
          ['existingbusiness', 'Existing Business'],
        ],
      ],
      ['description', 'Deal Description', 'string', 'textarea'],
      [
        'hs_priority',
        'Priority',
        'enumeration',
        'select',
        [
          ['low', 'Low'],
          ['medium', 'Medium'],
          ['high', 'High'],
        ],
      ],
      ['hs_next_step', 'Next step', 'string', 'text'],
      ['closed_lost_reason', 'Closed Lost Reason', 'string', 'textarea'],
      ['closed_won_reason', 'Closed Won Reason', 'string', 'textarea'],
      [
        'hs_manual_forecast_category',
        'Forecast category',
        'enumeration',
        'select',
        [
          ['OMIT', 'Not forecasted'],
          ['PIPELINE', 'Pipeline'],
          ['BEST_CASE', 'Best case'],
          ['COMMIT', 'Commit'],
          ['CLOSED', 'Closed won'],
        ],
      ],
      ['hs_forecast_amount', 'Forecast amount', 'number', 'number', [], CALCULATED],
      ['hs_forecast_probability', 'Forecast probability', 'number', 'number'],
      ['hs_deal_stage_probability', 'Deal probability', 'number', 'number', [], CALCULATED],
      ['hs_projected_amount', 'Weighted amount', 'number', 'number', [], CALCULATED],
      ['hs_is_closed', 'Is Deal Closed?', 'bool', 'booleancheckbox', YES_NO, CALCULATED],
      ['hs_is_closed_won', 'Is Closed Won', 'bool', 'booleancheckbox', YES_NO, CALCULATED],
      ['hs_is_closed_lost', 'Is Closed Lost', 'bool', 'booleancheckbox', YES_NO, CALCULATED],
      ['hs_closed_amount', 'Closed Deal Amount', 'number', 'number', [], CALCULATED],
      ['hs_tcv', 'Total contract value', 'number', 'number', [], CALCULATED],
      ['hs_acv', 'Annual contract value', 'number', 'number', [], CALCULATED],
      ['hs_primary_associated_company', 'Primary Associated Company', 'number', 'number', [], { readOnly: true, hidden: true }],
      ['num_associated_contacts', 'Number of Associated Contacts', 'number', 'number', [], CALCULATED],
      ['days_to_close', 'Days to close', 'number', 'number', [], CALCULATED],
    ]),
    ...salesActivityProperties('deal_activity'),
    ...analyticsProperties('analyticsinformation'),
  ];
}
