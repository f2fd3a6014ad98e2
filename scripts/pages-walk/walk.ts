/**
 * What the steps of the browser walk work with: pages of the personas, a settled screen, screenshots at two widths with an accessibility
 * check, and problems that fail the walk. A page's steps are a file beside this one that exports `order` (a number) and `steps(walk)`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { RunFile } from '../local/crm.ts';
import { checkAccessibility } from './accessibility.ts';

export type Persona = 'admin' | 'rep1' | 'rep2';
export type Walk = {
  /** Addresses and tokens of the running stack, for edits on both sides (scripts/local/crm.ts). */
  readonly run: RunFile;
  /** The persona's page, 1,280 wide; the same one each time. */
  as(persona: Persona): Promise<Page>;
  /** Goes to a path and waits until its components are there and settled. */
  open(page: Page, path: string): Promise<void>;
  /** Waits, after a click that leads to another page, until that page's components are there and settled. */
  arrived(page: Page): Promise<void>;
  /** Waits until nothing spins and no call is under way. */
  settled(page: Page): Promise<void>;
  /** Settles, checks accessibility, and takes pictures at 1,280 and 400 pixels. `name` names the files: `ownership-draft`. */
  look(page: Page, name: string): Promise<void>;
  /** One thing a person does, in words; a failure is reported, pictured and ends the file's steps. */
  step(what: string, work: () => Promise<void>): Promise<void>;
  /** Fails the step unless it holds. */
  check(holds: boolean, otherwise: string): void;
  /** Errors that the steps provoke on purpose: problems matching the pattern do not count while `work` runs. */
  expecting(problem: RegExp, work: () => Promise<void>): Promise<void>;
};
export type Steps = (walk: Walk) => Promise<void>;
export type StepResult = { readonly what: string; readonly ok: boolean; readonly elapsedMs: number; readonly problems: readonly string[] };

const wideWidth = 1280;
const narrowWidth = 400;
const height = 900;
const quietMs = 250;
const settleMaxMs = 30_000;
const actionMaxMs = 15_000;
const navigationMaxMs = 60_000;
const executables = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Runs in the page: text, for this project's types know no browser. */
const isReady = "document.querySelector('[data-component]') === null || window.__local?.isReady === true";

/** Starts Debian's Chromium; says what to do when there is none. */
export async function launchBrowser(exists: (path: string) => boolean): Promise<Browser> {
  const executablePath = executables.find(exists);
  if (executablePath === undefined)
    throw new Error(`The browser walk needs Chromium: apt-get install -y chromium fonts-liberation (looked for ${executables.join(', ')}).`);
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-quic', '--force-color-profile=srgb'] });
}

/** Calls under way, and when the last one ended. */
type Traffic = { pending: number; quietSince: number };

export class WalkDriver implements Walk {
  readonly run: RunFile;
  readonly folder: string;
  readonly results: StepResult[] = [];
  readonly #browser: Browser;
  readonly #base: string;
  readonly #pages = new Map<Persona, Page>();
  readonly #contexts: BrowserContext[] = [];
  readonly #traffic = new WeakMap<Page, Traffic>();
  #problems: string[] = [];
  #expected: RegExp[] = [];

  constructor(options: { readonly run: RunFile; readonly folder: string; readonly browser: Browser }) {
    const { url } = options.run.pages;
    if (url === null) throw new Error('This stack runs without pages.');
    this.run = options.run;
    this.folder = options.folder;
    this.#browser = options.browser;
    this.#base = url;
    mkdirSync(this.folder, { recursive: true });
  }

  async as(persona: Persona): Promise<Page> {
    const known = this.#pages.get(persona);
    if (known !== undefined) return known;
    const context = await this.#browser.newContext({ viewport: { width: wideWidth, height }, timezoneId: 'UTC', locale: 'en-US', reducedMotion: 'reduce' });
    await context.addCookies([{ name: 'fieldwise_persona', value: persona, url: this.#base }]);
    const page = await context.newPage();
    page.setDefaultTimeout(actionMaxMs);
    page.setDefaultNavigationTimeout(navigationMaxMs); // a page waits for the build when a source has changed
    this.#watch(page);
    this.#contexts.push(context);
    this.#pages.set(persona, page);
    return page;
  }

  #note(problem: string): void {
    if (!this.#expected.some((pattern) => pattern.test(problem))) this.#problems.push(problem);
  }

  #watch(page: Page): void {
    const traffic: Traffic = { pending: 0, quietSince: Date.now() };
    this.#traffic.set(page, traffic);
    const ended = (): void => {
      traffic.pending = Math.max(0, traffic.pending - 1);
      traffic.quietSince = Date.now();
    };
    page.on('request', () => void (traffic.pending += 1));
    page.on('requestfinished', ended);
    page.on('requestfailed', ended);
    page.on('pageerror', (error) => this.#note(`the page threw: ${(error.stack ?? error.message).split('\n').slice(0, 4).join(' ')}`));
    page.on('console', (message) => {
      // The browser's own line about a failed call says less than the answer noted below.
      if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource')) this.#note(`console: ${message.text()}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400)
        this.#note(
          `${response.status()} ${response.request().method()} ${new URL(response.url()).pathname} ${response.request().postData()?.slice(0, 200) ?? ''}`,
        );
    });
  }

  async open(page: Page, path: string): Promise<void> {
    await page.goto(this.#base + path);
    await this.arrived(page);
  }

  async arrived(page: Page): Promise<void> {
    const startedAt = Date.now();
    // Not waitForFunction: it evaluates text inside the page, whose policy forbids that.
    while (!(await page.evaluate<boolean>(isReady).catch(() => false))) {
      if (Date.now() - startedAt > settleMaxMs) throw new Error(`The components of ${page.url()} did not come up within ${settleMaxMs / 1000} s.`);
      await page.waitForTimeout(50);
    }
    await this.settled(page);
  }

  async settled(page: Page): Promise<void> {
    const startedAt = Date.now();
    for (;;) {
      const traffic = this.#traffic.get(page);
      // Never at once: the call a click has just made may not have been heard of yet.
      const isQuiet = traffic === undefined || (traffic.pending === 0 && Date.now() - Math.max(traffic.quietSince, startedAt) >= quietMs);
      if (isQuiet && (await page.locator('lightning-spinner:visible').count()) === 0) return;
      if (Date.now() - startedAt > settleMaxMs)
        throw new Error(`The page did not settle within ${settleMaxMs / 1000} s: ${traffic?.pending ?? 0} calls under way.`);
      await page.waitForTimeout(50);
    }
  }

  async look(page: Page, name: string): Promise<void> {
    await this.settled(page);
    await this.#picture(page, `${name}-wide`);
    await page.setViewportSize({ width: narrowWidth, height });
    await this.settled(page);
    await this.#picture(page, `${name}-narrow`);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    if (overflow > 1) this.#note(`${name}: at ${narrowWidth} pixels the page is ${overflow} pixels too wide`);
    await page.setViewportSize({ width: wideWidth, height });
    await this.settled(page);
  }

  async #picture(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(this.folder, `${name}.png`), fullPage: true });
    for (const violation of await checkAccessibility(page)) this.#note(`${name}: ${violation}`);
  }

  async step(what: string, work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    this.#problems = [];
    let failure: unknown = null;
    try {
      await work();
    } catch (error) {
      failure = error;
      this.#problems.push(error instanceof Error ? error.message : String(error));
      for (const [persona, page] of this.#pages) {
        await page.screenshot({ path: join(this.folder, `failed-${this.results.length + 1}-${persona}.png`), fullPage: true }).catch(() => undefined); // the picture is a help, not the result
      }
    }
    this.results.push({ what, ok: this.#problems.length === 0, elapsedMs: performance.now() - startedAt, problems: this.#problems });
    this.#problems = [];
    if (failure !== null) throw failure;
  }

  check(holds: boolean, otherwise: string): void {
    if (!holds) throw new Error(otherwise);
  }

  async expecting(problem: RegExp, work: () => Promise<void>): Promise<void> {
    this.#expected.push(problem);
    try {
      await work();
    } finally {
      this.#expected = this.#expected.filter((pattern) => pattern !== problem);
    }
  }

  async close(): Promise<void> {
    for (const context of this.#contexts) await context.close();
  }
}
