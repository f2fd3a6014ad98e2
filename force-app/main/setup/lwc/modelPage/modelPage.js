import { LightningElement, api } from 'lwc';
import { ShowToastEvent } from 'lightning/platformShowToastEvent';
import readModels from '@salesforce/apex/SyncModelController.models';
import applyModel from '@salesforce/apex/SyncModelController.applyModel';
import { reduceErrors } from 'c/syncErrors';
import { fillLabel } from 'c/syncFormat';
import { choices, groups as groupLabels, model as label } from 'c/ownershipLabels';

const MODELS = ['hybrid', 'salesforce', 'hubspot'];
const GROUPS = ['email', 'person', 'consent', 'lifecycle', 'attribution', 'salesProcess', 'company', 'firmographics', 'deal'];

/** The three ways of sharing the work, what each sets, and the way to take one as the start of a draft. */
export default class ModelPage extends LightningElement {
  @api state = {};

  label = label;
  load = 'loading';
  errors = [];
  models = null;
  isApplying = false;
  problem = [];

  connectedCallback() {
    this.read();
  }
  async read() {
    this.load = 'loading';
    try {
      this.models = await readModels();
      this.load = 'ready';
    } catch (error) {
      this.errors = reduceErrors(error);
      this.load = 'error';
    }
  }

  get cards() {
    return MODELS.map((name) => {
      const changes = this.models.changes[name].length;
      return {
        name,
        title: label[`${name}Title`],
        text: label[`${name}Text`],
        fits: label[`${name}Fits`],
        isSame: changes === 0,
        changes: changes === 0 ? label.same : fillLabel(label.changes, changes),
        applyLabel: fillLabel(label.applyNamed, label[`${name}Title`]),
        headId: `head-${name}`,
      };
    });
  }
  get usedGroups() {
    const used = new Set(Object.values(this.models.groups));
    return GROUPS.filter((group) => used.has(group)).map((group) => ({
      group,
      label: groupLabels[group],
      count: fillLabel(label.fieldsCount, Object.values(this.models.groups).filter((one) => one === group).length),
      owners: MODELS.map((name) => {
        const owner = this.models.owners[name][group];
        return { name, title: label[`${name}Title`], text: choices[owner] ?? label.unchanged, badge: `slds-badge owner owner_${owner}` };
      }),
    }));
  }
  get columns() {
    return MODELS.map((name) => ({ name, title: label[`${name}Title`] }));
  }
  get hasProblem() {
    return this.problem.length > 0;
  }

  async handleApply(event) {
    const name = event.target.dataset.model;
    this.isApplying = true;
    this.problem = [];
    try {
      await applyModel({ model: name });
      this.dispatchEvent(new ShowToastEvent({ title: fillLabel(label.applied, label[`${name}Title`]), variant: 'success' }));
      this.dispatchEvent(new CustomEvent('navigate', { detail: { c__step: 'ownership', c__tab: 'changes' } }));
    } catch (error) {
      this.problem = reduceErrors(error);
    } finally {
      this.isApplying = false;
    }
  }
}
