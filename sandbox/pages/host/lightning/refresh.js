/** `lightning/refresh`: a component asks its page to refresh; the handlers registered on the page run. */
const handlers = new Set();
export class RefreshEvent extends CustomEvent {
  constructor() {
    super('lightning__refresh', { composed: true, bubbles: true });
  }
}
window.addEventListener('lightning__refresh', () => handlers.forEach((handler) => handler()));
export const registerRefreshHandler = (_component, handler) => {
  handlers.add(handler);
  return handler;
};
export const unregisterRefreshHandler = (handler) => void handlers.delete(handler);
export const registerRefreshContainer = () => undefined;
export const unregisterRefreshContainer = () => undefined;
