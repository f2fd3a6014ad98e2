import { LightningElement } from 'lwc';

/** `lightning/modal` for specs: `open` is a mock to answer from, `close` an event to listen to. */
export default class LightningModal extends LightningElement {
  static open = jest.fn(() => Promise.resolve(undefined));
  close(result) {
    this.dispatchEvent(new CustomEvent('modalclose', { detail: result }));
  }
}
