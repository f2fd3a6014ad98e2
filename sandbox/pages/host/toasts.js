/** Shows toasts with the base components' own toast, as Lightning Experience does. */
import Toast from 'lightning/toast';

/** `messageData` fills `{0}` with text or a link. */
const dataOf = (messageData) => (Array.isArray(messageData) ? Object.fromEntries(messageData.map((value, index) => [index, value])) : messageData);

export function showToasts(log) {
  window.addEventListener(
    'lightning__showtoast',
    (event) => {
      // The base component tells its container by an event of the same name.
      if (event.detail.toast !== undefined) return;
      event.stopImmediatePropagation();
      const { title, message, messageData, variant = 'info', mode = 'dismissible' } = event.detail;
      log.push({ kind: 'toast', title, message, variant });
      Toast.show(
        { label: title ?? message, message: title === undefined ? undefined : message, messageLinks: dataOf(messageData), variant, mode },
        document.body,
      );
    },
    true,
  );
}
