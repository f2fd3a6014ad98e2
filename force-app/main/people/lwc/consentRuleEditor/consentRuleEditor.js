import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { DIRECTIONS, fieldOptions, MEANINGS, objectsOf, ruleNotes, ruleWords, subscriptionOptions } from 'c/consentRules';
import { label } from 'c/consentRulesLabels';

const marked = (options, current) => options.map((option) => ({ ...option, isChosen: option.value === (current ?? '') }));
const BLANK_IS_NULL = new Set(['salesforceField', 'subscription']);

/** One consent rule: in words, as controls, with what is wrong with it. Events: `ruleedit` {key, values}, `ruleremove` {key}. */
export default class ConsentRuleEditor extends LightningElement {
  @api rule = {};
  /** Its place in the list, from 1. */
  @api number = 1;
  /** As SyncConsentRulesController.context answers. */
  @api context = {};
  /** What keeps it from being activated, as sentences. */
  @api problems = [];
  @api isBusy = false;

  label = label;

  /** Puts the keyboard on what a new rule misses. */
  @api
  focus() {
    this.template.querySelector('[data-name="salesforceField"]')?.focus();
  }

  get title() {
    return fillLabel(label.ruleTitle, this.number);
  }
  get removeLabel() {
    return fillLabel(label.removeOf, this.number);
  }
  get words() {
    return ruleWords(this.rule, this.context);
  }
  get notes() {
    return ruleNotes(this.rule, this.context);
  }
  get objects() {
    const chosen = objectsOf(this.rule);
    const known = this.context.objects ?? [];
    const gone = chosen.filter((name) => !known.some(({ object }) => object === name)).map((name) => ({ object: name, label: name }));
    return [...known, ...gone].map(({ object, label: text }) => ({ name: object, label: text, isChosen: chosen.includes(object) }));
  }
  get fields() {
    return marked(fieldOptions(this.rule, this.context.objects ?? []), this.rule.salesforceField);
  }
  get meanings() {
    return marked(MEANINGS, this.rule.meaning);
  }
  get subscriptions() {
    return marked(subscriptionOptions(this.rule, this.context.subscriptions ?? null), this.rule.subscription);
  }
  get directions() {
    return marked(DIRECTIONS, this.rule.direction);
  }

  tell(values) {
    this.dispatchEvent(new CustomEvent('ruleedit', { detail: { key: this.rule.key, values } }));
  }
  handleObject({ target }) {
    const before = objectsOf(this.rule);
    const { name } = target.dataset;
    this.tell({ salesforceObjects: (target.checked ? [...before, name] : before.filter((one) => one !== name)).join(';') });
  }
  handleChoice({ target }) {
    const { name } = target.dataset;
    this.tell({ [name]: target.value === '' && BLANK_IS_NULL.has(name) ? null : target.value });
  }
  handleBox({ target }) {
    this.tell({ [target.dataset.name]: target.checked });
  }
  handleRemove() {
    this.dispatchEvent(new CustomEvent('ruleremove', { detail: { key: this.rule.key } }));
  }
}
