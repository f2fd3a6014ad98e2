import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { stageName } from 'c/lifecycleStages';
import { choices, handoff as label } from 'c/peopleLabels';

const DELETES = ['Ignore', 'Unlink', 'Archive', 'Delete with approval'];
const ERASES = ['At once', 'With approval'];
const ACTIONS = ['Keep owner', 'Reassign', 'Queue'];
const KNOWN = ['Lead', 'Contact'];
const listOf = (text) =>
  (text ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter(Boolean);
const option = (value, text, current) => ({ value: value ?? '', label: text, isChosen: (value ?? '') === (current ?? '') });

/** How records of one mapping are handed over, come back and go. Event: `policyedit` {name, value}. */
export default class HandoffPolicies extends LightningElement {
  /** The mapping with the page's edits. */
  @api mapping = {};
  /** As SyncHandoffController.context answers; null until it did. */
  @api context = null;
  @api stages = [];

  label = label;

  get objects() {
    return listOf(this.mapping.salesforceObjects);
  }
  get isPeople() {
    return this.objects.some((name) => ['Lead', 'Contact'].includes(name));
  }
  get hasLeads() {
    return this.objects.includes('Lead');
  }
  choose(values, current, textOf = (value) => choices[value] ?? value) {
    return values.map((value) => option(value, textOf(value), current));
  }
  /** With a value nobody has any more kept, so that it can be seen and changed. */
  withCurrent(options, current) {
    return !current || options.some(({ value }) => value === current)
      ? options
      : [...options, option(current, fillLabel(label.unknownValue, current), current)];
  }

  get knownAccount() {
    return this.choose(KNOWN, this.mapping.atKnownAccount ?? 'Lead', (value) => label[`known_${value}`]);
  }
  get conversionStages() {
    const { conversionStage: current } = this.mapping;
    const listed = this.stages.map((stage) => option(stage.key, stageName(stage), current));
    return this.withCurrent([option('', label.leftAlone, current), ...listed], current);
  }
  get convertedStatuses() {
    return this.statusOptions(this.mapping.convertedStatus, label.firstConverted, (status) => status.isConverted);
  }
  get reopenStatuses() {
    return this.statusOptions(this.mapping.reopenStatus, label.leftAlone, (status) => !status.isConverted);
  }
  statusOptions(current, none, fits) {
    const listed = (this.context?.statuses ?? []).filter(fits).map(({ value }) => option(value, value, current));
    return this.withCurrent([option('', none, current), ...listed], current);
  }
  get closedStatuses() {
    const chosen = listOf(this.mapping.closedStatuses);
    const known = (this.context?.statuses ?? []).filter(({ isConverted }) => !isConverted).map(({ value }) => value);
    const gone = this.context ? chosen.filter((value) => !(this.context.statuses ?? []).some((status) => status.value === value)) : chosen;
    return [...known, ...gone].map((value) => ({
      value,
      label: known.includes(value) || !this.context ? value : fillLabel(label.unknownValue, value),
      isChosen: chosen.includes(value),
    }));
  }
  get actions() {
    return this.choose(ACTIONS, this.mapping.reengageAction ?? 'Keep owner', (value) => label[`action_${value.replace(' ', '')}`]);
  }
  get needsOwner() {
    return ['Reassign', 'Queue'].includes(this.mapping.reengageAction);
  }
  get isOwnerMissing() {
    return this.needsOwner && !this.mapping.reengageOwner;
  }
  get reengageOwners() {
    return this.ownerOptions(this.mapping.reengageOwner, label.chooseOwner, this.mapping.reengageAction === 'Queue');
  }
  get fallbackOwners() {
    return this.ownerOptions(this.mapping.ownerFallback, label.fallbackNone, false);
  }
  ownerOptions(current, none, queuesOnly) {
    const listed = (this.context?.owners ?? [])
      .filter(({ isQueue }) => isQueue || !queuesOnly)
      .map(({ id, name, isQueue }) => option(id, isQueue ? fillLabel(label.queueNamed, name) : name, current));
    return this.withCurrent([option('', none, current), ...listed], current);
  }
  get deletedInSalesforce() {
    return this.choose(DELETES, this.mapping.whenDeletedInSalesforce ?? 'Ignore', (value) => label[`delete_${value.split(' ')[0]}`]);
  }
  get deletedInHubSpot() {
    return this.choose(DELETES, this.mapping.whenDeletedInHubSpot ?? 'Ignore', (value) => label[`delete_${value.split(' ')[0]}`]);
  }
  get erased() {
    return this.choose(ERASES, this.mapping.whenErased ?? 'At once', (value) => label[`erase_${value.split(' ')[0]}`]);
  }
  get noPersonAccounts() {
    return this.context !== null && !this.context.hasPersonAccounts;
  }
  get cannotPersonAccounts() {
    return this.noPersonAccounts && !this.mapping.usePersonAccounts;
  }

  tell(name, value) {
    this.dispatchEvent(new CustomEvent('policyedit', { detail: { name, value } }));
  }
  handleSelect(event) {
    this.tell(event.target.dataset.name, event.target.value === '' ? null : event.target.value);
  }
  handleToggle(event) {
    this.tell(event.target.dataset.name, event.target.checked);
  }
  handleStatus(event) {
    const { value } = event.target.dataset;
    const others = listOf(this.mapping.closedStatuses).filter((one) => one !== value);
    const values = event.target.checked ? [...others, value] : others;
    this.tell('closedStatuses', values.length === 0 ? null : values.join(';'));
  }
}
