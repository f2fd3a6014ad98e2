/** The pages of the local host, by Lightning's own URLs. */
import { columnsOf, shown } from './fields.ts';
import type { Column } from './fields.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { messagesTable } from './messages.ts';
import { icon, maySetUp, pluralOf } from './layout.ts';
import type { PageReference } from './layout.ts';
import { quoted } from './org.ts';
import type { SalesforceRecord, Session } from './org.ts';
import { isRecordId, pageObjectOf, pageObjects, readRecord } from './records.ts';
import type { PageObject } from './records.ts';
import type { Viewer } from './user.ts';

export type Page = {
  readonly status: number;
  readonly title: string;
  readonly reference: PageReference;
  readonly record: { readonly id: string; readonly objectApiName: string } | null;
  readonly main: Html;
  readonly isLive: boolean;
};

const rowsMax = 25;
const homeRowsMax = 6;
const listColumns: Readonly<Record<string, readonly string[]>> = {
  Lead: ['Company', 'Email', 'Status'],
  Contact: ['Account.Name', 'Email', 'Title'],
  Account: ['Website', 'Phone', 'BillingCity'],
  Opportunity: ['Account.Name', 'Amount', 'StageName'],
};

const plain = (title: string, main: Html, status = 200): Page => ({
  status,
  title,
  main,
  reference: { type: 'standard__namedPage', attributes: { pageName: 'home' } },
  record: null,
  isLive: false,
});

/** A page for what is not there, or not for this person. */
export const notFound = (sentence = 'This page is not here. It may have been removed, or you may not have access to it.'): Page =>
  plain(
    'Not found',
    html`<div class="slds-box slds-theme_default slds-text-align_center host-message">
      <h1 class="slds-text-heading_medium">${sentence}</h1>
      <p class="slds-m-top_small"><a href="/lightning/page/home">Go to the App Launcher</a></p>
    </div>`,
    404,
  );

const recordUrl = (object: string, id: string): string => `/lightning/r/${object}/${id}/view`;

const nameColumn: Column = { path: 'Name', label: 'Name', type: 'string' };

function listTable(
  object: PageObject,
  { columns, rows, viewer }: { readonly columns: readonly Column[]; readonly rows: readonly SalesforceRecord[]; readonly viewer: Viewer },
): Html {
  if (rows.length === 0) return html`<p class="slds-p-around_medium slds-text-color_weak">No ${pluralOf(object.name).toLowerCase()} to show.</p>`;
  return html`<div class="host-scroll" tabindex="0" role="region" aria-label="${pluralOf(object.name)}">
    <table class="slds-table slds-table_cell-buffer slds-table_bordered slds-table_fixed-layout">
      <thead>
        <tr class="slds-line-height_reset">
          <th scope="col">Name</th>
          ${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">
                <div class="slds-truncate"><a href="${recordUrl(object.name, row.Id)}">${shown(row, nameColumn, viewer)}</a></div>
              </th>
              ${columns.map((column) => html`<td><div class="slds-truncate">${shown(row, column, viewer)}</div></td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

async function rowsOf(
  session: Session,
  object: PageObject,
  options: { readonly search: string; readonly limit: number; readonly viewer: Viewer },
): Promise<{ readonly table: Html }> {
  if ((await session.describe(object.name)) === null)
    return { table: html`<p class="slds-p-around_medium">You do not have access to ${pluralOf(object.name)}.</p>` };
  const columns = await columnsOf(session, object.name, listColumns[object.name] ?? []);
  const conditions = [
    ...(object.name === 'Lead' ? ['IsConverted = false'] : []),
    ...(options.search === '' ? [] : [`Name LIKE ${quoted(`%${options.search}%`)}`]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const rows = await session.query(
    `SELECT ${['Id', 'Name', ...columns.map(({ path }) => path)].join(', ')} FROM ${object.name}${where} ORDER BY LastModifiedDate DESC LIMIT ${options.limit}`,
  );
  return { table: listTable(object, { columns, rows, viewer: options.viewer }) };
}

const tile = (href: string, iconName: string, title: string, text: string): Html =>
  html`<a class="slds-box slds-box_link slds-theme_default host-tile" href="${href}">
    <span class="slds-icon_container slds-icon-standard-${iconName.replaceAll('_', '-')}">${icon('standard', iconName, 'slds-icon')}</span>
    <span><b>${title}</b><span class="slds-show slds-text-color_weak">${text}</span></span></a
  >`;

/** What the App Launcher shows: the app, and the records last changed. */
export async function home(session: Session, viewer: Viewer): Promise<Page> {
  const lists = await Promise.all(
    pageObjects.map(async (object) => {
      const { table } = await rowsOf(session, object, { search: '', limit: homeRowsMax, viewer });
      return html`<article class="slds-card">
        <div class="slds-card__header slds-grid">
          <h2 class="slds-card__header-title slds-has-flexi-truncate"><a href="/lightning/o/${object.name}/list">${pluralOf(object.name)}</a></h2>
        </div>
        ${table}
      </article>`;
    }),
  );
  const setup = maySetUp(viewer)
    ? tile('/lightning/n/Fieldwise_Setup', 'data_mapping', 'Fieldwise Setup', 'Who owns which field, and what the sync did')
    : null;
  return plain(
    'Home',
    html`<h1 class="slds-text-heading_large slds-m-bottom_small">App Launcher</h1>
      <div class="host-tiles">
        ${setup}${pageObjects.map((object) => tile(`/lightning/o/${object.name}/list`, object.icon, pluralOf(object.name), 'Records, with what HubSpot knows'))}
      </div>
      <div class="host-lists">${lists}</div>`,
  );
}

/** What the org sent. */
export const sent = async (admin: Session, viewer: Viewer): Promise<Page> => plain('Sent messages', await messagesTable(admin, viewer));

/** A list of records, newest first, with a search over names. */
export async function list(
  session: Session,
  viewer: Viewer,
  { object: objectName, search }: { readonly object: string; readonly search: string },
): Promise<Page> {
  const object = pageObjects.find(({ name }) => name === objectName);
  if (object === undefined) return notFound();
  const { table } = await rowsOf(session, object, { search, limit: rowsMax, viewer });
  return plain(
    pluralOf(object.name),
    html`<div class="slds-page-header slds-m-bottom_small">
        <h1 class="slds-page-header__title">${pluralOf(object.name)}</h1>
        <form class="host-search" method="get" role="search">
          <label class="slds-assistive-text" for="q">Search by name</label
          ><input class="slds-input" id="q" name="q" type="search" placeholder="Search by name" value="${search}" /><button
            class="slds-button slds-button_neutral"
            type="submit"
          >
            Search
          </button>
        </form>
      </div>
      <article class="slds-card">${table}</article>`,
  );
}

/** The Fieldwise tab; the component itself says what to do without the permission. */
export function setup(): Page {
  return {
    status: 200,
    title: 'Fieldwise Setup',
    reference: { type: 'standard__navItemPage', attributes: { apiName: 'Fieldwise_Setup' } },
    record: null,
    main: html`<div data-component="c-setup-app"><div class="host-loading" role="status">Loading…</div></div>`,
    isLive: true,
  };
}

/** A record's page: header and details from real data, and the two panels. */
export async function record(session: Session, viewer: Viewer, id: string): Promise<Page> {
  const object = pageObjectOf(id);
  if (object === undefined || !isRecordId(id) || (await session.describe(object.name)) === null) return notFound();
  const [highlights, details] = await Promise.all([columnsOf(session, object.name, object.highlights), columnsOf(session, object.name, object.details)]);
  const row = await readRecord(session, object.name, id, ['Name', ...[...highlights, ...details].map(({ path }) => path)]);
  if (row === null) return notFound();
  const listed = (columns: readonly Column[]): readonly { readonly label: string; readonly value: string }[] =>
    columns.map((column) => ({ label: column.label, value: shown(row, column, viewer) }));
  const [top, rest] = [listed(highlights), listed(details)];
  const name = shown(row, nameColumn, viewer);
  const main = html`<div class="slds-page-header slds-page-header_record-home host-record-header">
      <div class="slds-media slds-media_center">
        <div class="slds-media__figure">
          <span class="slds-icon_container slds-icon-standard-${object.icon}">${icon('standard', object.icon, 'slds-icon slds-page-header__icon')}</span>
        </div>
        <div class="slds-media__body">
          <h1><span class="slds-show slds-text-body_small">${object.name}</span><span class="slds-page-header__title">${name}</span></h1>
        </div>
      </div>
      <dl class="host-highlights">
        ${top.map(
          ({ label, value }) =>
            html`<div>
              <dt class="slds-text-title">${label}</dt>
              <dd>${value === '' ? '–' : value}</dd>
            </div>`,
        )}
      </dl>
    </div>
    <div class="host-record">
      <section data-region aria-label="HubSpot engagement"><div data-component="c-engagement-panel"></div></section>
      <section data-region class="host-side" aria-label="Sync status"><div data-component="c-sync-status"></div></section>
      <section class="host-details">
        <article class="slds-card">
          <div class="slds-card__header"><h2 class="slds-card__header-title">Details</h2></div>
          <dl class="slds-card__body slds-card__body_inner host-fields">
            ${rest.map(
              ({ label, value }) =>
                html`<div>
                  <dt class="slds-text-color_weak">${label}</dt>
                  <dd>${value === '' ? '–' : value}</dd>
                </div>`,
            )}
          </dl>
        </article>
      </section>
    </div>`;
  return {
    status: 200,
    title: name,
    reference: { type: 'standard__recordPage', attributes: { recordId: id, objectApiName: object.name, actionName: 'view' } },
    record: { id, objectApiName: object.name },
    main,
    isLive: true,
  };
}
