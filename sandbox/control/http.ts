import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultPlan, FaultRequest } from './fault-plan.ts';

export const BODY_BYTES_MAX = 20 * 1024 * 1024;

/** The raw body of a request. Rejects beyond `bytesMax`, so that no caller can fill the memory. */
export async function readBody(request: IncomingMessage, bytesMax: number = BODY_BYTES_MAX): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > bytesMax) throw new Error(`request body is larger than ${bytesMax} bytes`);
    chunks.push(bytes);
  }
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
}

/** Answers with JSON (or text as it is) and a status. */
export function sendJson(response: ServerResponse, status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain;charset=utf-8' : 'application/json;charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'content-length': String(Buffer.byteLength(text)), ...headers }).end(text);
}

/** From here on the answer is thrown away: when the work ends the socket is destroyed, as when a line breaks. */
export function loseResponse(response: ServerResponse): void {
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => {
    response.destroy();
    return response;
  };
}

/** The work is done at once, the finished answer leaves `ms` later. Headers travel with the end of the answer. */
function holdResponse(response: ServerResponse, ms: number): void {
  const end = response.end.bind(response);
  const write = response.write.bind(response);
  const held: unknown[] = [];
  response.write = (chunk: unknown) => held.push(chunk) > 0;
  response.end = (last?: unknown) => {
    setTimeout(() => {
      response.write = write;
      response.end = end;
      const chunks = [...held, last].filter((chunk) => typeof chunk === 'string' || chunk instanceof Uint8Array);
      for (const chunk of chunks) write(chunk);
      end();
    }, ms);
    return response;
  };
}

export interface FaultOutcome {
  /** True when the call was answered (or its socket broken) already and no work must be done. */
  readonly answered: boolean;
  readonly rules: readonly string[];
}

/**
 * Applies the plan to one HTTP call: waits, answers a `fail`, prepares the loss or the delay of the answer.
 * `throttled` sends the platform's own rate-limit refusal.
 */
export async function applyRequestFaults(
  plan: FaultPlan,
  request: FaultRequest,
  response: ServerResponse,
  throttled: (response: ServerResponse) => void,
): Promise<FaultOutcome> {
  const verdict = plan.forRequest(request);
  const { rules } = verdict;
  if (rules.length === 0) return { answered: false, rules };
  if (verdict.delayBeforeMs > 0) await sleep(verdict.delayBeforeMs);
  if (verdict.loseResponse) loseResponse(response);
  else if (verdict.delayAfterMs > 0) holdResponse(response, verdict.delayAfterMs);
  if (verdict.fail !== null) {
    sendJson(response, verdict.fail.status, verdict.fail.body, verdict.fail.headers);
    return { answered: true, rules };
  }
  if (verdict.throttled) throttled(response);
  return { answered: verdict.throttled, rules };
}
