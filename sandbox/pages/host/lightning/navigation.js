/** `lightning/navigation`: page references to Lightning's own URLs and back. */
import { context } from '../context.js';

const reserved = (state) => Object.entries(state ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== '');
const query = (state) => {
  const text = new URLSearchParams(reserved(state)).toString();
  return text === '' ? '' : `?${text}`;
};

/** The URL of a page reference. */
export function urlOf({ type, attributes = {}, state }) {
  switch (type) {
    case 'standard__navItemPage':
      return `/lightning/n/${attributes.apiName}${query(state)}`;
    case 'standard__recordPage':
    case 'standard__recordRelationshipPage':
      return `/lightning/r/${attributes.objectApiName ?? 'Record'}/${attributes.recordId}/${attributes.actionName ?? 'view'}${query(state)}`;
    case 'standard__objectPage':
      return `/lightning/o/${attributes.objectApiName}/${attributes.actionName === 'home' ? 'list' : attributes.actionName}${query(state)}`;
    case 'standard__component':
      return `/lightning/cmp/${attributes.componentName}${query(state)}`;
    case 'standard__webPage':
      return attributes.url;
    default:
      return '/lightning/page/home';
  }
}

const stateNow = () => Object.fromEntries(new URLSearchParams(window.location.search));
const referenceNow = () => ({ ...context.page, state: stateNow() });
const subscribers = new Set();
let current = referenceNow();

function publish() {
  current = Object.freeze(referenceNow());
  for (const emit of subscribers) emit(current);
}
window.addEventListener('popstate', publish);

function go(reference, replace) {
  const url = urlOf(reference);
  if (reference.type === 'standard__webPage' && !url.startsWith('/')) {
    window.open(url, '_blank', 'noopener');
    return;
  }
  const isSamePage = new URL(url, window.location.href).pathname === window.location.pathname;
  if (!isSamePage) window.location.assign(url);
  else {
    window.history[replace === true ? 'replaceState' : 'pushState'](null, '', url);
    publish();
  }
}

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

export function NavigationMixin(Base) {
  return class extends Base {
    [Navigate](reference, replace) {
      go(reference, replace);
    }
    [GenerateUrl](reference) {
      return Promise.resolve(urlOf(reference));
    }
  };
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

export class CurrentPageReference {
  #emit;
  constructor(emit) {
    this.#emit = emit;
  }
  update() {
    this.#emit(current);
  }
  connect() {
    subscribers.add(this.#emit);
    this.#emit(current);
  }
  disconnect() {
    subscribers.delete(this.#emit);
  }
}
CurrentPageReference.adapter = CurrentPageReference;

/** Functions for components that do not extend the mixin. */
export const getNavigateFunction = () => go;
export const getGenerateUrlFunction = () => (reference) => Promise.resolve(urlOf(reference));
