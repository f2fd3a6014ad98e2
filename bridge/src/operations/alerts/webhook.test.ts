import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { postAlert, postTest } from './deliver.ts';
import type { Courier } from './deliver.ts';
import type { Alert } from './types.ts';

const alert = (target: string): Alert => ({
  key: 'k',
  setting: { id: 'a01', kind: 'lag', threshold: 10, channel: 'webhook', target },
  side: null,
  message: 'Changes take up to 20 seconds to reach the other system (the limit is 10).',
  openedAt: 1,
  endedAt: null,
});

/** A chat on this machine: heard over a real socket. */
describe('a webhook over the wire', () => {
  let server: Server;
  let url: string;
  let heard: { readonly type: string | undefined; readonly body: unknown }[];
  let answers: (number | 'hang up' | 'redirect')[];
  let waits: number[];
  const courier = (): Courier => ({
    policy: { hosts: ['127.0.0.1'] },
    post: fetch,
    sleep: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
  });
  const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a plain request streams buffers
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  };

  beforeEach(async () => {
    [heard, answers, waits] = [[], [], []];
    server = createServer((request, response) => {
      void bodyOf(request).then((body) => {
        heard.push({ type: request.headers['content-type'], body });
        const answer = answers.shift() ?? 200;
        if (answer === 'hang up') return void request.socket.destroy();
        if (answer === 'redirect') return void response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end();
        response.writeHead(answer).end('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    url = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}/services/T/B/x`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test('is one JSON object with a text, as Slack takes it', async () => {
    expect(await postAlert(alert(url), courier())).toMatchObject({ words: 'Sent.', isSent: true });
    expect(heard).toEqual([{ type: 'application/json', body: { text: expect.stringMatching(/^Fieldwise alert: Changes take up to 20 seconds/) } }]);
  });
  test('says it is a test when it is one', async () => {
    expect(await postTest(url, courier())).toMatchObject({ isSent: true });
    expect(heard).toMatchObject([{ body: { text: expect.stringMatching(/this is a test/) } }]);
  });
  test('is posted again when the address is busy or hangs up', async () => {
    answers = [503, 'hang up', 200];
    expect(await postAlert(alert(url), courier())).toMatchObject({ words: 'Sent.', isSent: true });
    expect([heard.length, waits]).toEqual([3, [500, 2_000]]);
  });
  test('is given up for now after three attempts', async () => {
    answers = [500, 429, 502];
    expect(await postAlert(alert(url), courier())).toEqual({ words: 'Not sent: the address answered 502. Tried 3 times.', isSent: false, isWorthRetry: true });
  });
  test('is not repeated to an address that refuses it', async () => {
    answers = [404];
    expect(await postAlert(alert(url), courier())).toEqual({ words: 'Not sent: the address answered 404.', isSent: false, isWorthRetry: false });
    expect(heard).toHaveLength(1);
  });
  test('does not follow a redirect to where nobody allowed it', async () => {
    answers = ['redirect', 'redirect', 'redirect'];
    expect(await postAlert(alert(url), courier())).toMatchObject({ isSent: false });
  });
  test('goes nowhere when the host is not allowed', async () => {
    expect(await postAlert(alert(url), { ...courier(), policy: { hosts: ['hooks.slack.com'] } })).toMatchObject({ isSent: false, isWorthRetry: false });
    expect(heard).toEqual([]);
  });
  test('an address where nobody listens is no answer', async () => {
    expect(await postAlert(alert('http://127.0.0.1:1/x'), courier())).toMatchObject({ words: 'Not sent: the address did not answer. Tried 3 times.' });
  });
});
