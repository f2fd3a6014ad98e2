import { analyticsProperties, lifecycleProperties, recordProperties, salesActivityProperties } from './common.ts';
import { define, type PropertyDefinition } from './property.ts';

const INDUSTRIES = [
  'ACCOUNTING', 'AUTOMOTIVE', 'BANKING', 'BIOTECHNOLOGY', 'BROADCAST_MEDIA', 'BUILDING_MATERIALS', 'CHEMICALS', 'CIVIL_ENGINEERING', 'COMPUTER_HARDWARE',
  'COMPUTER_NETWORKING', 'COMPUTER_SOFTWARE', 'CONSTRUCTION', 'CONSUMER_ELECTRONICS', 'CONSUMER_GOODS', 'DESIGN', 'EDUCATION_MANAGEMENT',
  'ELECTRICAL_ELECTRONIC_MANUFACTURING', 'ENTERTAINMENT', 'FARMING', 'FINANCIAL_SERVICES', 'FOOD_BEVERAGES', 'FURNITURE', 'GOVERNMENT_ADMINISTRATION',
  'HEALTH_WELLNESS_AND_FITNESS', 'HIGHER_EDUCATION', 'HOSPITAL_HEALTH_CARE', 'HOSPITALITY', 'HUMAN_RESOURCES', 'INDUSTRIAL_AUTOMATION',
  'INFORMATION_SERVICES', 'INFORMATION_TECHNOLOGY_AND_SERVICES', 'INSURANCE', 'INTERNET', 'LAW_PRACTICE', 'LEGAL_SERVICES', 'LOGISTICS_AND_SUPPLY_CHAIN',
  'MACHINERY', 'MANAGEMENT_CONSULTING', 'MARKETING_AND_ADVERTISING', 'MECHANICAL_OR_INDUSTRIAL_ENGINEERING', 'MEDICAL_DEVICES', 'NON_PROFIT_ORGANIZATION_MANAGEMENT',
  'OIL_ENERGY', 'PHARMACEUTICALS', 'REAL_ESTATE', 'RENEWABLES_ENVIRONMENT', 'RESEARCH', 'RETAIL', 'SEMICONDUCTORS', 'STAFFING_AND_RECRUITING',
  'TELECOMMUNICATIONS', 'TRANSPORTATION_TRUCKING_RAILROAD', 'UTILITIES', 'WHOLESALE',
] as const;

export function companyProperties(): PropertyDefinition[] {
  const group = 'companyinformation';
  return [
    ...recordProperties(group, 'hs_lastmodifieddate', 'createdate'),
    ...define(group, [
      ['name', 'Company name', 'string', 'text'],
      ['domain', 'Company Domain Name', 'string', 'text'],
      ['hs_additional_domains', 'Additional Domains', 'enumeration', 'checkbox', [], { external: true }],
      ['website', 'Website URL', 'string', 'text'],
      ['phone', 'Phone Number', 'string', 'phonenumber'],
      ['description', 'Description', 'string', 'textarea'],
      ['address', 'Street Address', 'string', 'text'],
      ['address2', 'Street Address 2', 'string', 'text'],
      ['city', 'City', 'string', 'text'],
      ['state', 'State/Region', 'string', 'text'],
      ['zip', 'Postal Code', 'string', 'text'],
      ['country', 'Country/Region', 'string', 'text'],
      ['industry', 'Industry', 'enumeration', 'select', INDUSTRIES],
      ['type', 'Type', 'enumeration', 'radio', [['PROSPECT', 'Prospect'], ['PARTNER', 'Partner'], ['RESELLER', 'Reseller'], ['VENDOR', 'Vendor'], ['OTHER', 'Other']]],
      ['numberofemployees', 'Number of Employees', 'number', 'number'],
      ['annualrevenue', 'Annual Revenue', 'number', 'number'],
      ['founded_year', 'Year Founded', 'string', 'text'],
      ['timezone', 'Time Zone', 'string', 'text'],
      ['is_public', 'Is Public', 'bool', 'booleancheckbox', [['true', 'True'], ['false', 'False']]],
      ['about_us', 'About Us', 'string', 'textarea'],
      ['closedate', 'Close Date', 'datetime', 'date'],
      ['hs_parent_company_id', 'Parent Company', 'number', 'number', [], { readOnly: true }],
      ['num_associated_contacts', 'Number of Associated Contacts', 'number', 'number', [], { calculated: true }],
      ['num_associated_deals', 'Number of Associated Deals', 'number', 'number', [], { calculated: true }],
      ['linkedin_company_page', 'LinkedIn Company Page', 'string', 'text'],
      ['hs_ideal_customer_profile', 'Ideal Customer Profile Tier', 'enumeration', 'select', [['tier_1', 'Tier 1'], ['tier_2', 'Tier 2'], ['tier_3', 'Tier 3']]],
    ]),
    ...lifecycleProperties(group),
    ...salesActivityProperties('companyactivity'),
    ...analyticsProperties('analyticsinformation'),
  ];
}
