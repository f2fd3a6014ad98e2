/**
 * The pages of the Setup app and how the URL names them. A page is one entry here and one branch in setupApp.html.
 * Tests: __tests__ beside this file.
 */
import RULESET from '@salesforce/schema/Sync_Ruleset__c';
import sectionStart from '@salesforce/label/c.Fieldwise_Shell_SectionStart';
import sectionRules from '@salesforce/label/c.Fieldwise_Shell_SectionRules';
import sectionRun from '@salesforce/label/c.Fieldwise_Shell_SectionRun';
import connectLabel from '@salesforce/label/c.Fieldwise_Shell_Connect';
import modelLabel from '@salesforce/label/c.Fieldwise_Shell_Model';
import ownershipLabel from '@salesforce/label/c.Fieldwise_Shell_Ownership';
import lifecycleLabel from '@salesforce/label/c.Fieldwise_Shell_Lifecycle';
import handoffLabel from '@salesforce/label/c.Fieldwise_Shell_Handoff';
import identityLabel from '@salesforce/label/c.Fieldwise_Shell_Identity';
import consentRulesLabel from '@salesforce/label/c.Fieldwise_Shell_ConsentRules';
import activitiesLabel from '@salesforce/label/c.Fieldwise_Shell_Activities';
import consentLabel from '@salesforce/label/c.Fieldwise_Shell_Consent';
import goliveLabel from '@salesforce/label/c.Fieldwise_Shell_Golive';
import reconciliationLabel from '@salesforce/label/c.Fieldwise_Shell_Reconciliation';
import driftLabel from '@salesforce/label/c.Fieldwise_Shell_Drift';
import operationsLabel from '@salesforce/label/c.Fieldwise_Shell_Operations';

/** Sections in the order of the navigation; pages within one in the order of the list. `step` is the page's name in the URL. */
export const PAGES = [
  { step: 'connect', section: sectionStart, label: connectLabel, icon: 'utility:connected_apps' },
  { step: 'model', section: sectionStart, label: modelLabel, icon: 'utility:strategy' },
  { step: 'ownership', section: sectionRules, label: ownershipLabel, icon: 'utility:matrix' },
  { step: 'lifecycle', section: sectionRules, label: lifecycleLabel, icon: 'utility:steps' },
  { step: 'handoff', section: sectionRules, label: handoffLabel, icon: 'utility:filter' },
  { step: 'identity', section: sectionRules, label: identityLabel, icon: 'utility:people' },
  { step: 'consent-rules', section: sectionRules, label: consentRulesLabel, icon: 'utility:shield' },
  { step: 'activities', section: sectionRules, label: activitiesLabel, icon: 'utility:log_a_call' },
  { step: 'consent-log', section: sectionRun, label: consentLabel, icon: 'utility:shield' },
  { step: 'golive', section: sectionRun, label: goliveLabel, icon: 'utility:target' },
  { step: 'reconciliation', section: sectionRun, label: reconciliationLabel, icon: 'utility:summary' },
  { step: 'drift', section: sectionRun, label: driftLabel, icon: 'utility:table_settings' },
  { step: 'operations', section: sectionRun, label: operationsLabel, icon: 'utility:activity' },
];

/** @param {string} [step] @returns {object} the page of a step; the first one for a step that is none */
export const pageOf = (step) => PAGES.find((page) => page.step === step) ?? PAGES[0];

/** @returns {{label: string, pages: object[]}[]} the navigation */
export function sections() {
  const labels = [...new Set(PAGES.map(({ section }) => section))];
  return labels.map((label) => ({ label, pages: PAGES.filter(({ section }) => section === label) }));
}

/**
 * Keys of the URL state must begin with the package's namespace, or c when there is none
 * (https://developer.salesforce.com/docs/platform/lwc/guide/use-navigate-url-addressable). Pages always see c__.
 */
export const urlPrefix = RULESET.objectApiName.split('__').length > 2 ? `${RULESET.objectApiName.split('__')[0]}__` : 'c__';

const renamed = (state, from, to) =>
  Object.fromEntries(Object.entries(state ?? {}).map(([key, value]) => [key.startsWith(from) ? `${to}${key.slice(from.length)}` : key, value]));

/** @param {object} state of the URL @returns {object} the same as pages know it */
export const pageState = (state) => renamed(state, urlPrefix, 'c__');
/** @param {object} state as pages know it @returns {object} the same for the URL */
export const urlState = (state) => renamed(state, 'c__', urlPrefix);
