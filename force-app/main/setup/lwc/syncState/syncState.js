import { LightningElement, api } from 'lwc';
import { reduceErrors } from 'c/syncErrors';
import loadingText from '@salesforce/label/c.Fieldwise_Shell_Loading';
import emptyTitleDefault from '@salesforce/label/c.Fieldwise_Shell_EmptyTitle';
import errorTitle from '@salesforce/label/c.Fieldwise_Shell_ErrorTitle';
import partialTitle from '@salesforce/label/c.Fieldwise_Shell_PartialTitle';
import retryText from '@salesforce/label/c.Fieldwise_Shell_Retry';

/**
 * The states of a page or panel around its content, so all look and speak alike.
 *
 *   <c-sync-state state={state} errors={errors} empty-title={label.none} empty-text={label.why} onretry={load}>
 *     …content…
 *     <lightning-button slot="action" …></lightning-button>
 *   </c-sync-state>
 *
 * The content shows when ready or partial (partial: a warning with `errors` above it). `action` shows when empty. Event: `retry`.
 */
export default class SyncState extends LightningElement {
  /** loading, refreshing (content stays, with a spinner), empty, error, partial or ready */
  @api state = 'loading';
  /** What went wrong: an error of any kind, or a list of sentences. */
  @api errors = [];
  @api emptyTitle = emptyTitleDefault;
  @api emptyText;
  /** Icon of the empty state, such as utility:search. */
  @api emptyIcon = 'utility:open_folder';
  /** What is being loaded, for screen readers. */
  @api loadingLabel = loadingText;
  /** Hides the retry button where trying again cannot help. */
  @api noRetry = false;
  /** For panels: less air around the states. */
  @api compact = false;

  label = { errorTitle, partialTitle, retryText };

  get isLoading() {
    return this.state === 'loading';
  }
  get isRefreshing() {
    return this.state === 'refreshing';
  }
  get isEmpty() {
    return this.state === 'empty';
  }
  get isError() {
    return this.state === 'error';
  }
  get isPartial() {
    return this.state === 'partial';
  }
  get hasContent() {
    return this.isPartial || this.isRefreshing || this.state === 'ready';
  }
  get canRetry() {
    return !this.noRetry;
  }
  get sentences() {
    return reduceErrors(this.errors).map((text, index) => ({ key: index, text }));
  }
  get boxClass() {
    return `state-box slds-text-align_center ${this.compact ? 'slds-p-around_small' : 'slds-p-around_x-large'}`;
  }
  get busy() {
    return this.isLoading || this.isRefreshing ? 'true' : 'false';
  }

  handleRetry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
