import { LightningElement } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readWorkspace from '@salesforce/apex/SyncOwnershipController.workspace';
import readOpen from '@salesforce/apex/SyncIdentityController.openQuestions';
import saveThresholds from '@salesforce/apex/SyncIdentityController.saveThresholds';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel, formatCount } from 'c/syncFormat';
import { label } from 'c/identityLabels';
import { bandWords, percentOf, seriesOf, wrongOf } from './bands';

const TITLES = { contacts: label.people, companies: label.companies };
const NAMES = ['linkThreshold', 'reviewThreshold'];
const limitsOf = (mapping) => Object.fromEntries(NAMES.map((name) => [name, percentOf(mapping[name], name)]));

/** From which confidence records are linked and people are asked, per kind of record. Saved in the shared draft. Event: `navigate`. */
export default class IdentityThresholds extends LightningElement {
  label = label;
  load = 'loading';
  errors = [];
  workspace = null;
  /** As SyncIdentityController.openQuestions answers; `{trouble}` when it did not. */
  open = null;
  /** Changed limits in per cent by mapping key; NaN for what is no number. */
  edits = {};
  isSaving = false;
  problem = [];

  connectedCallback() {
    this.read();
  }

  async read() {
    this.load = 'loading';
    this.readOpen();
    try {
      this.workspace = await readWorkspace();
      this.load = this.mappings.length > 0 ? 'ready' : 'empty';
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }
  async readOpen() {
    try {
      this.open = await readOpen();
    } catch (error) {
      this.open = { trouble: reduceErrors(error).join(' ') };
    }
  }

  get base() {
    return this.workspace?.draft ?? this.workspace?.live;
  }
  /** Only people and companies are compared; other records are known by their key alone. */
  get mappings() {
    return (this.base?.mappings ?? []).filter(({ hubspotObject }) => TITLES[hubspotObject] !== undefined);
  }
  get rows() {
    return this.mappings.map((mapping) => {
      const limits = { ...limitsOf(mapping), ...this.edits[mapping.key] };
      const wrong = wrongOf(limits);
      const { linkThreshold: link, reviewThreshold: review } = wrong ? limitsOf(mapping) : limits;
      const words = bandWords({ linkThreshold: link, reviewThreshold: review });
      return {
        key: mapping.key,
        title: TITLES[mapping.hubspotObject],
        wrong,
        isWrong: String(wrong !== null),
        words,
        bandsText: `${label.bands}: ${words.map((band) => `${band.label} – ${band.text}`).join(' ')}`,
        apartStyle: `width:${review}%`,
        reviewStyle: `width:${link - review}%`,
        linkStyle: `width:${100 - link}%`,
        limits: NAMES.map((name) => this.limit(name, limits[name])),
        open: this.openText(mapping.key),
        series: seriesOf(this.openOf(mapping.key)?.tenths),
      };
    });
  }
  limit(name, value) {
    const text = name === 'linkThreshold' ? label.linkFrom : label.reviewFrom;
    return {
      name,
      label: text,
      percent: Number.isNaN(value) ? '' : value,
      valueText: `${value} %`,
      sliderName: fillLabel(label.sliderOf, text),
      numberName: fillLabel(label.percentOf, text),
    };
  }
  openOf(key) {
    return this.open?.items?.find(({ mapping }) => mapping === key);
  }
  openText(key) {
    if (this.open === null) return '';
    if (this.open.trouble) return fillLabel(label.openUnknown, this.open.trouble);
    const count = this.openOf(key)?.open ?? 0;
    if (!this.open.isWhole) return fillLabel(label.openMore, formatCount(count));
    if (count === 0) return label.openNone;
    return count === 1 ? label.openOne : fillLabel(label.open, formatCount(count));
  }

  get changes() {
    return Object.entries(this.edits).flatMap(([key, limits]) => Object.keys(limits).map((name) => `${key}.${name}`));
  }
  get hasProblem() {
    return this.problem.length > 0;
  }

  handleLimit(event) {
    const { key, name } = event.target.dataset;
    const { value } = event.target;
    const percent = value === '' ? NaN : Number(value);
    const saved = limitsOf(this.mappings.find((mapping) => mapping.key === key));
    const { [key]: old = {}, ...others } = this.edits;
    const { [name]: _dropped, ...kept } = old;
    const limits = percent === saved[name] ? kept : { ...kept, [name]: percent };
    this.edits = Object.keys(limits).length === 0 ? others : { ...others, [key]: limits };
    this.problem = [];
  }
  handleUndo() {
    this.edits = {};
    this.problem = [];
  }
  async handleSave() {
    if (this.rows.some(({ wrong }) => wrong !== null)) {
      this.problem = [label.fix];
      return;
    }
    const mappings = this.mappings
      .filter(({ key }) => this.edits[key])
      .map((mapping) => {
        const { linkThreshold, reviewThreshold } = { ...limitsOf(mapping), ...this.edits[mapping.key] };
        return { key: mapping.key, linkThreshold: linkThreshold / 100, reviewThreshold: reviewThreshold / 100 };
      });
    this.isSaving = true;
    this.problem = [];
    try {
      this.workspace = await saveThresholds({ mappingsJson: JSON.stringify(mappings) });
      this.edits = {};
      this.dispatchEvent(new ShowToastEvent({ title: label.saved, variant: 'success' }));
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isSaving = false;
    }
  }
  handleReview() {
    this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
  }
}
