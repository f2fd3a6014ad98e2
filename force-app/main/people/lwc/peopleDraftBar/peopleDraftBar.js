import { LightningElement, api } from 'lwc';
import { fillLabel, formatRelative } from 'c/syncFormat';
import { draft as label } from 'c/peopleLabels';

/** Which rules a page shows, what was edited on it, and the way to activation. Events: `save`, `undo`, `review`. */
export default class PeopleDraftBar extends LightningElement {
  @api workspace;
  /** Edits of the page that are not saved. */
  @api edits = [];
  @api isBusy = false;

  label = label;

  get versionText() {
    const { live, draft } = this.workspace;
    const parts = [live ? fillLabel(label.live, live.version) : label.noLive];
    if (draft) parts.push(fillLabel(label.draftBy, draft.changedBy ?? '', formatRelative(draft.changedAt)));
    return parts.join(' · ');
  }
  get hasEdits() {
    return this.edits.length > 0;
  }
  get editText() {
    return fillLabel(label.unsaved, this.edits.length);
  }
  get canReview() {
    return !this.hasEdits && Boolean(this.workspace.draft);
  }

  handleSave() {
    this.dispatchEvent(new CustomEvent('save'));
  }
  handleUndo() {
    this.dispatchEvent(new CustomEvent('undo'));
  }
  handleReview() {
    this.dispatchEvent(new CustomEvent('review'));
  }
}
