/** Mounts the page's components into the places the server left for them. */
import { createElement } from 'lwc';
import ToastContainer from 'lightning/toastContainer';
import components from 'components';
import { context } from './context.js';
import { showToasts } from './toasts.js';

const log = [];
/** For the browser walk: what happened on the page, and whether all of it is there. */
window.__local = { log, isReady: false };

ToastContainer.instance();
showToasts(log);

async function mount(place) {
  const name = place.dataset.component;
  const load = components[name.replace(/^c-/, '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase())];
  if (load === undefined) {
    place.closest('[data-region]')?.remove();
    log.push({ kind: 'missing', name });
    return;
  }
  const { default: is } = await load();
  const element = createElement(name, { is });
  if (context.record !== null) Object.assign(element, { recordId: context.record.id, objectApiName: context.record.objectApiName });
  place.replaceChildren(element);
  if (element.shadowRoot.synthetic !== true) throw new Error('Synthetic shadow is not in force: its script must run before every module.');
}

await Promise.all([...document.querySelectorAll('[data-component]')].map(mount));
window.__local.isReady = true;
