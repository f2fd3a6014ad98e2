import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { BLANKS, DIRECTIONS, NON_OWNER_EDITS, OWNERS, POLICIES, pairsOf } from 'c/ownershipRules';
import { choices, ownership as label } from 'c/ownershipLabels';

/** Rows drawn at first and with every further look; 300 rows at once would make each keystroke slow. */
const pageRows = 40;

const optionsOf = (values, chosen) => values.map((value) => ({ value, label: choices[value], isChosen: value === chosen }));
const ARROWS = { 'Two-way': 'utility:sync', 'To HubSpot': 'utility:forward', 'To Salesforce': 'utility:back', Off: 'utility:ban' };
const BULK = {
  owner: OWNERS,
  direction: DIRECTIONS,
  policy: POLICIES,
  blank: BLANKS,
  nonOwnerEdit: NON_OWNER_EDITS,
};
const FILTERS = ['all', 'problems', 'twoWay', 'changed'];

/**
 * The rules of one mapping as a table: search, filter, inline choices, selection for bulk edits, and one opened row.
 * Events: `edit` {keys, values}, `remove` {keys}, `open` {key}, `add`.
 */
export default class OwnershipTable extends LightningElement {
  /** Rules with `problems`, `left`, `right`, `state` (added, changed or none), `samples` */
  @api rules = [];
  @api mapping;
  @api catalog;
  @api openKey;
  @api isSampling = false;

  label = label;
  search = '';
  filter = 'all';
  shown = pageRows;
  selected = new Set();
  bulkField = 'owner';

  get filterOptions() {
    return FILTERS.map((value) => ({ value, label: label[`filter_${value}`] }));
  }

  get found() {
    const words = this.search.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const kept = {
      all: () => true,
      problems: ({ problems }) => problems.some(({ level }) => level !== 'note'),
      twoWay: ({ direction }) => direction === 'Two-way',
      changed: ({ state }) => state !== 'none',
    }[this.filter];
    return this.rules.filter((rule) => {
      if (rule.key === this.openKey) return true;
      const text = [rule.left.label, rule.left.name, rule.right.label, rule.right.name, rule.owner, rule.direction, rule.key].join(' ').toLowerCase();
      return kept(rule) && words.every((word) => text.includes(word));
    });
  }

  get rows() {
    // The opened rule's details are an item of their own: each item of the loop is one element.
    return this.found.slice(0, this.shown).flatMap((rule) => {
      const row = this.rowOf(rule);
      return row.isOpen ? [row, { itemKey: `${rule.key} details`, isDetail: true, rule }] : [row];
    });
  }

  rowOf(rule) {
    const errors = rule.problems.filter(({ level }) => level === 'error').length;
    const warnings = rule.problems.filter(({ level }) => level === 'warning').length;
    // No finding is no all-clear while a side's fields are not known.
    const isChecked = Boolean(this.catalog?.hubspot);
    const isOpen = rule.key === this.openKey;
    const name = `${rule.left.label} – ${rule.right.label}`;
    const [sample] = rule.samples ?? [];
    return {
      ...rule,
      name,
      isOpen,
      isSelected: this.selected.has(rule.key),
      rowClass: `slds-hint-parent rule ${rule.isEnabled === false || rule.direction === 'Off' ? 'rule_off' : ''} ${rule.state === 'none' ? '' : 'rule_changed'}`,
      owners: optionsOf(OWNERS, rule.owner),
      directions: optionsOf(DIRECTIONS, rule.direction),
      policies: optionsOf(POLICIES, rule.policy),
      isTwoWay: rule.direction === 'Two-way',
      isLatest: rule.direction === 'Two-way' && rule.policy === 'Latest',
      window: fillLabel(label.withinMinutes, rule.windowMinutes ?? 0),
      arrow: ARROWS[rule.direction],
      arrowText: choices[rule.direction],
      badges: this.badgesOf(rule),
      sampleLeft: sample ? (sample.salesforce ?? label.blankValue) : null,
      sampleRight: sample ? (sample.hubspot ?? label.blankValue) : null,
      status:
        errors > 0
          ? fillLabel(label.errorsCount, errors)
          : warnings > 0
            ? fillLabel(label.warningsCount, warnings)
            : isChecked
              ? label.noProblems
              : label.unchecked,
      statusIcon: errors > 0 ? 'utility:error' : warnings > 0 ? 'utility:warning' : isChecked ? 'utility:success' : 'utility:question_mark',
      statusVariant: errors > 0 ? 'error' : warnings > 0 ? 'warning' : isChecked ? 'success' : undefined,
      chevron: isOpen ? 'utility:chevrondown' : 'utility:chevronright',
      expanded: isOpen ? 'true' : 'false',
      selectLabel: fillLabel(label.selectRule, name),
      ownerLabel: fillLabel(label.ownerOf, name),
      directionLabel: fillLabel(label.directionOf, name),
      policyLabel: fillLabel(label.policyOf, name),
      openLabel: fillLabel(label.openRule, name),
      itemKey: rule.key,
    };
  }

  badgesOf(rule) {
    const found = [];
    if (rule.state !== 'none') found.push(rule.state === 'added' ? label.badgeAdded : label.badgeChanged);
    if (rule.salesforceObject) found.push(fillLabel(label.badgeOnly, rule.salesforceObject));
    if (rule.isEnabled === false) found.push(label.badgeOff);
    if (rule.isProtected) found.push(label.badgeProtected);
    if (rule.blank === 'Ignore') found.push(label.badgeIgnoreBlanks);
    if (rule.nonOwnerEdit === 'Tolerate') found.push(label.badgeTolerate);
    const pairs = pairsOf(rule.valueMap).length;
    if (pairs > 0) found.push(fillLabel(label.badgeMapped, pairs));
    return found;
  }

  get isEmpty() {
    return this.rules.length === 0;
  }
  get isNothingFound() {
    return this.rules.length > 0 && this.found.length === 0;
  }
  get hasMore() {
    return this.found.length > this.shown;
  }
  get moreLabel() {
    return fillLabel(label.showMore, Math.min(pageRows, this.found.length - this.shown));
  }
  get countText() {
    return fillLabel(label.rulesCount, this.found.length, this.rules.length);
  }
  get hasSelection() {
    return this.selected.size > 0;
  }
  get selectionText() {
    return fillLabel(label.selectedCount, this.selected.size);
  }
  get areAllSelected() {
    return this.found.length > 0 && this.found.every(({ key }) => this.selected.has(key));
  }
  get bulkFields() {
    return Object.keys(BULK).map((value) => ({ value, label: label[`bulk_${value}`] }));
  }
  get bulkValues() {
    return BULK[this.bulkField].map((value) => ({ value, label: choices[value] }));
  }

  handleSearch(event) {
    this.search = event.detail.value;
    this.shown = pageRows;
  }
  handleFilter(event) {
    this.filter = event.detail.value;
    this.shown = pageRows;
  }
  handleMore() {
    this.shown += pageRows;
  }
  handleSelect(event) {
    const chosen = new Set(this.selected);
    if (event.target.checked) chosen.add(event.target.dataset.key);
    else chosen.delete(event.target.dataset.key);
    this.selected = chosen;
  }
  handleSelectAll(event) {
    this.selected = event.target.checked ? new Set(this.found.map(({ key }) => key)) : new Set();
  }
  handleChoice(event) {
    const { key, field } = event.target.dataset;
    this.tell('edit', { keys: [key], values: { [field]: event.target.value } });
  }
  handleOpen(event) {
    const { key } = event.currentTarget.dataset;
    this.tell('open', { key: key === this.openKey ? null : key });
  }
  handleBulkField(event) {
    this.bulkField = event.detail.value;
  }
  handleBulkValue(event) {
    this.tell('edit', { keys: [...this.selected], values: { [this.bulkField]: event.detail.value } });
  }
  handleBulkRemove() {
    this.tell('remove', { keys: [...this.selected] });
    this.selected = new Set();
  }
  handleBulkEnd() {
    this.selected = new Set();
  }
  handleAdd() {
    this.tell('add');
  }
  handleSamples() {
    this.tell('samples');
  }
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
