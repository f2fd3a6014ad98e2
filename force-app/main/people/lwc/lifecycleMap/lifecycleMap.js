import { LightningElement, api } from 'lwc';
import { fillLabel } from 'c/syncFormat';
import { drawing, stageName, targetsOf } from 'c/lifecycleStages';
import { lifecycle as label } from 'c/peopleLabels';

/** The allowed moves as a drawing, and as a list of buttons that says the same in words and lights up one stage's arrows. */
export default class LifecycleMap extends LightningElement {
  @api stages = [];

  label = label;
  chosen = null;

  get drawing() {
    const { width, height, nodes, arrows } = drawing(this.stages);
    return {
      box: `0 0 ${width} ${height}`,
      nodes: nodes.map((node) => ({
        ...node,
        nodeClass: `node node_${node.owner === 'Salesforce' ? 'salesforce' : 'hubspot'}${this.isLit(node.key) ? ' node_lit' : ''}`,
        ownerText: fillLabel(label.setBy, node.owner ?? '?'),
      })),
      // Those that are lit last, so that they lie on top.
      arrows: [...arrows]
        .sort((one, other) => Number(one.from === this.chosen) - Number(other.from === this.chosen))
        .map((arrow) => {
          const isLit = arrow.from === this.chosen;
          return {
            ...arrow,
            arrowClass: `arrow${arrow.isBack ? ' arrow_back' : ''}${isLit ? ' arrow_lit' : this.chosen ? ' arrow_dim' : ''}`,
            headClass: isLit ? 'head head_lit' : this.chosen ? 'head arrow_dim' : 'head',
          };
        }),
    };
  }
  isLit(key) {
    const stage = this.stages.find((one) => one.key === this.chosen);
    return stage !== undefined && (key === this.chosen || targetsOf(stage, this.stages).includes(key));
  }
  get moves() {
    const names = new Map(this.stages.map((stage) => [stage.key, stageName(stage)]));
    return this.stages.map((stage) => {
      const targets = targetsOf(stage, this.stages).map((key) => names.get(key));
      return {
        key: stage.key,
        name: stageName(stage),
        isPressed: String(stage.key === this.chosen),
        text: targets.length === 0 ? label.goesNowhere : fillLabel(label.goesTo, targets.join(', ')),
      };
    });
  }

  handleChoose(event) {
    const { key } = event.currentTarget.dataset;
    this.chosen = key === this.chosen ? null : key;
  }
}
