/** The frame Lightning Experience draws around every page: global header, navigation bar, and who is looking. */
import { html, jsonScript } from './html.ts';
import type { Html } from './html.ts';
import { messagesPath } from './messages.ts';
import { personaNames } from './org.ts';
import type { PersonaName } from './org.ts';
import { pageObjects } from './records.ts';
import type { Viewer } from './user.ts';

export type PageReference = { readonly type: string; readonly attributes: Readonly<Record<string, string>> };
export type Frame = {
  readonly title: string;
  readonly persona: PersonaName;
  readonly names: Readonly<Record<PersonaName, string>>;
  readonly viewer: Viewer;
  readonly reference: PageReference;
  readonly record: { readonly id: string; readonly objectApiName: string } | null;
  /** Path of this page with its query, for the links that change the persona. */
  readonly here: string;
  readonly main: Html;
  /** Notifications for the viewer. */
  readonly bells: number;
  /** Whether the page mounts components; one that does not needs no script. */
  readonly isLive: boolean;
};

const roles: Readonly<Record<PersonaName, string>> = { admin: 'Admin', rep1: 'Sales rep', rep2: 'Sales rep' };

/** A symbol of the design system's sprites. */
export const icon = (kind: 'utility' | 'standard', name: string, className: string): Html =>
  html`<svg class="${className}" aria-hidden="true" focusable="false"><use href="/assets/slds/icons/${kind}-sprite/svg/symbols.svg#${name}"></use></svg>`;

function personaLink({ persona, names, here }: Frame, name: PersonaName): Html {
  const separator = here.includes('?') ? '&' : '?';
  return html`<li class="slds-dropdown__item">
    <a href="${here}${separator}persona=${name}" aria-current="${name === persona ? 'true' : 'false'}">
      <span class="slds-truncate"><b>${names[name]}</b> · ${roles[name]}</span
      >${name === persona ? icon('utility', 'check', 'slds-icon slds-icon_xx-small slds-icon-text-default') : null}
    </a>
  </li>`;
}

function tab(frame: Frame, href: string, label: string): Html {
  const isActive = frame.here.split('?')[0]?.startsWith(href) === true;
  return html`<li class="slds-context-bar__item ${isActive ? 'slds-is-active' : ''}">
    <a class="slds-context-bar__label-action" href="${href.includes('/o/') ? `${href}/list` : href}" ${isActive ? { html: 'aria-current="page"' } : null}
      ><span class="slds-truncate">${label}</span></a
    >
  </li>`;
}

const plurals: Readonly<Record<string, string>> = { Lead: 'Leads', Contact: 'Contacts', Account: 'Accounts', Opportunity: 'Opportunities' };
export const pluralOf = (object: string): string => plurals[object] ?? object;
export const maySetUp = (viewer: Viewer): boolean => viewer.customPermissions.includes('Fieldwise_Manage');

function header(frame: Frame): Html {
  const { persona, names, viewer, bells } = frame;
  const bellName = bells === 0 ? 'Sent messages' : `Sent messages, ${bells} notifications for you`;
  return html`<a class="slds-assistive-text skip" href="#main">Skip to main content</a>
    <header class="host-header">
      <a class="host-logo" href="/lightning/page/home">${icon('utility', 'salesforce1', 'slds-icon slds-icon_small')}<span>Local org</span></a>
      <a class="host-bell" href="${messagesPath}" title="${bellName}"
        >${icon('utility', 'notification', 'slds-icon slds-icon_x-small')}<span class="slds-assistive-text">${bellName}</span>${
          bells === 0 ? null : html`<span class="host-bells" aria-hidden="true">${bells}</span>`
        }</a
      >
      <details class="host-persona">
        <summary class="slds-button slds-button_neutral">
          ${icon('utility', 'user', 'slds-button__icon slds-button__icon_left')}<span>${names[persona]}</span><span class="host-role">${roles[persona]}</span>
        </summary>
        <div class="slds-dropdown slds-dropdown_right host-menu">
          <ul class="slds-dropdown__list">
            ${personaNames.map((name) => personaLink(frame, name))}
          </ul>
        </div>
      </details>
    </header>
    <nav class="slds-context-bar" aria-label="Fieldwise">
      <div class="slds-context-bar__primary">
        <a class="slds-context-bar__item host-launcher" href="/lightning/page/home" title="App Launcher"
          >${icon('utility', 'apps', 'slds-icon slds-icon_x-small slds-icon-text-default')}<span class="slds-assistive-text">App Launcher</span></a
        >
        <span class="slds-context-bar__label-action slds-context-bar__app-name"><span class="slds-truncate">Fieldwise</span></span>
      </div>
      <ul class="slds-context-bar__secondary slds-grid host-tabs">
        ${maySetUp(viewer) ? tab(frame, '/lightning/n/Fieldwise_Setup', 'Fieldwise Setup') : null}
        ${pageObjects.map(({ name }) => tab(frame, `/lightning/o/${name}`, pluralOf(name)))}
      </ul>
    </nav>`;
}

/** The whole document. */
export function documentOf(frame: Frame): string {
  const { viewer } = frame;
  const context = {
    user: { id: viewer.id, name: viewer.name },
    persona: frame.persona,
    customPermissions: viewer.customPermissions,
    userPermissions: viewer.userPermissions,
    i18n: { timeZone: viewer.timeZone, locale: viewer.locale, lang: viewer.locale },
    page: frame.reference,
    record: frame.record,
  };
  const scripts = html`${jsonScript('context', context)}
    <script src="/assets/build/synthetic-shadow.js"></script>
    <script type="module" src="/assets/build/main.js"></script>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${frame.title} | Salesforce</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/slds/styles/salesforce-lightning-design-system.min.css" />
        <link rel="stylesheet" href="/assets/build/host.css" />
      </head>
      <body class="slds-scope">
        ${header(frame)}
        <main id="main" class="host-main" tabindex="-1">${frame.main}</main>
        ${frame.isLive ? scripts : null}
      </body>
    </html>`.html;
}
