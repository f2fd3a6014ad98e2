import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import exportRules from '@salesforce/apex/SyncRuleFileController.exportRules';
import importRules from '@salesforce/apex/SyncRuleFileController.importRules';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { toCsv, toMarkdown } from 'c/ownershipDocument';
import { ownership as label } from 'c/ownershipLabels';

const fileMaxBytes = 1000000;
const TYPES = { json: 'application/json', md: 'text/markdown', csv: 'text/csv' };

/** Rules as files: out as JSON for another org or as a document, in as a draft. Event: `workspace` (detail: the new one). */
export default class OwnershipTransfer extends LightningElement {
  @api workspace;

  label = label;
  what = 'live';
  shown = null;
  errors = [];
  isBusy = false;

  get choices() {
    const { live, draft } = this.workspace;
    const found = [];
    if (live) found.push({ value: 'live', label: fillLabel(label.liveVersion, live.version) });
    if (draft) found.push({ value: 'draft', label: label.draftWord });
    return found;
  }
  get ruleset() {
    return this.workspace[this.what] ?? this.workspace.live ?? this.workspace.draft;
  }
  get downloadLabel() {
    return `${label.download} ${this.shown.name}`;
  }
  get hasErrors() {
    return this.errors.length > 0;
  }
  get willReplace() {
    return Boolean(this.workspace.draft);
  }

  handleWhat(event) {
    this.what = event.detail.value;
    this.shown = null;
  }
  async handleExport(event) {
    const { format } = event.target.dataset;
    this.errors = [];
    try {
      const version = this.workspace.history.find(({ id }) => id === this.ruleset.id) ?? this.ruleset;
      const text =
        format === 'json'
          ? await exportRules({ rulesetId: this.ruleset.id })
          : format === 'md'
            ? toMarkdown(version, this.ruleset)
            : toCsv(this.ruleset.mappings);
      // A byte order mark, so that spreadsheets read UTF-8.
      const content = format === 'csv' ? `\uFEFF${text}` : text;
      this.shown = {
        text,
        name: `fieldwise-rules${this.ruleset.version ? `-v${this.ruleset.version}` : '-draft'}.${format}`,
        href: `data:${TYPES[format]};charset=utf-8,${encodeURIComponent(content)}`,
      };
    } catch (error) {
      this.errors = reduceErrors(error);
    }
  }
  async handleFile(event) {
    const [file] = event.target.files ?? [];
    if (!file) return;
    this.errors = [];
    if (file.size > fileMaxBytes) {
      this.errors = [label.fileTooLarge];
      return;
    }
    this.isBusy = true;
    try {
      const workspace = await importRules({ text: await file.text() });
      this.dispatchEvent(new ShowToastEvent({ title: label.imported, variant: 'success' }));
      this.dispatchEvent(new CustomEvent('workspace', { detail: workspace }));
    } catch (error) {
      this.errors = reduceErrors(error);
    } finally {
      this.isBusy = false;
    }
  }
}
