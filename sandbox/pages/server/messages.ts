/** What the org sent: e-mails, and the notifications a real org shows under its bell. A page of this host alone. */
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { Session } from './org.ts';
import type { Viewer } from './user.ts';

/** As the local org lists them (docs/sandbox-salesforce.md). */
export type Message = {
  readonly kind: 'email' | 'notification';
  readonly at: number;
  readonly to?: readonly string[];
  readonly recipientIds: readonly string[];
  readonly subject?: string;
  readonly text?: string | null;
  readonly title?: string;
  readonly body?: string;
};

export const messagesPath = '/sent';

/** Newest first. */
export async function messagesOf(session: Session): Promise<readonly Message[]> {
  return (await session.control('messages')) as readonly Message[]; // the control plane's own list
}

/** Notifications for this person. */
export const bellsFor = (messages: readonly Message[], viewer: Viewer): number =>
  messages.filter(({ kind, recipientIds }) => kind === 'notification' && recipientIds.includes(viewer.id)).length;

async function namesOf(session: Session, messages: readonly Message[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(messages.flatMap(({ recipientIds }) => recipientIds))].filter((id) => /^005\w{15}$/.test(id));
  if (ids.length === 0) return new Map();
  const rows = await session.query(`SELECT Id, Name FROM User WHERE Id IN (${ids.map((id) => `'${id}'`).join(',')})`);
  return new Map(rows.map((row) => [row.Id, String(row['Name'])]));
}

/** The list as a page. `admin` reads people's names. */
export async function messagesTable(admin: Session, viewer: Viewer): Promise<Html> {
  const messages = await messagesOf(admin);
  const names = await namesOf(admin, messages);
  const time = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: viewer.timeZone });
  const rows = messages.map(
    ({ kind, at, to = [], recipientIds, subject, title, text, body }) =>
      html`<tr>
        <th scope="row">${time.format(at)}</th>
        <td>${kind === 'email' ? 'E-mail' : 'Notification'}</td>
        <td>${[...to, ...recipientIds.map((id) => names.get(id) ?? id)].join(', ')}</td>
        <td><b>${subject ?? title ?? ''}</b><span class="slds-show host-words">${text ?? body ?? ''}</span></td>
      </tr>`,
  );
  const table = html`<div class="host-scroll" tabindex="0" role="region" aria-label="Sent messages">
    <table class="slds-table slds-table_cell-buffer slds-table_bordered">
      <thead>
        <tr class="slds-line-height_reset">
          <th scope="col">Sent</th>
          <th scope="col">Kind</th>
          <th scope="col">To</th>
          <th scope="col">Message</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
  return html`<h1 class="slds-text-heading_large slds-m-bottom_small">Sent messages</h1>
    <p class="slds-text-color_weak slds-m-bottom_small">
      E-mails and notifications that Apex of this org sent. Nothing leaves this machine; a real org delivers them and shows notifications under its bell.
    </p>
    <article class="slds-card">${messages.length === 0 ? html`<p class="slds-p-around_medium">Nothing was sent yet.</p>` : table}</article>`;
}
