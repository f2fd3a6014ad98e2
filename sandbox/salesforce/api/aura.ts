/**
 * `POST /aura/apex`: what a Lightning page calls. The request is what @salesforce/apex sends, `{namespace?, classname, method, params, cacheable}`,
 * the answer `{returnValue}`; failures have the body a component gets: `{message, exceptionType, isUserDefinedException, stackTrace}`.
 */

import { z } from 'zod';
import type { ApexFailure } from '../contract.ts';
import type { ApiAnswer, ApiServices } from './call.ts';
import { withCallouts } from './callouts.ts';
import { refuse } from './failure.ts';

const Call = z.object({
  classname: z.string().min(1),
  method: z.string().min(1),
  params: z.record(z.string(), z.unknown()).default({}),
  /** The call comes from a wire, whose method must be cacheable. */
  cacheable: z.boolean().default(false),
});

const isApexFailure = (error: unknown): error is ApexFailure => error instanceof Error && error.name === 'ApexException';

function failureAnswer(error: unknown): ApiAnswer {
  const message = error instanceof Error ? error.message : String(error);
  const body = isApexFailure(error)
    ? {
        message: error.apexMessage ?? '',
        exceptionType: error.typeName,
        isUserDefinedException: error.isUserDefined === true,
        stackTrace: error.apexStack?.join('\n') ?? '',
      }
    : { message, exceptionType: 'System.UnexpectedException', isUserDefinedException: false, stackTrace: '' };
  return { status: 500, body };
}

/** Answers one call of a controller method as a user. */
export async function answerAura(services: ApiServices, userId: string, body: unknown): Promise<ApiAnswer> {
  const parsed = Call.safeParse(body);
  if (!parsed.success) throw refuse(400, 'INVALID_INPUT', z.prettifyError(parsed.error));
  const { classname, method, params, cacheable } = parsed.data;
  const { apex, org } = services;
  if (apex === null) throw refuse(404, 'NOT_FOUND', 'this org has no Apex');
  if (!org.hasClassAccess(userId, classname)) {
    return {
      status: 403,
      body: {
        message: `You do not have access to the Apex class named '${classname}'.`,
        exceptionType: 'System.NoAccessException',
        isUserDefinedException: false,
        stackTrace: '',
      },
    };
  }
  try {
    const returnValue = await withCallouts(
      (request) => services.callOut(userId, request),
      (callouts) => org.transaction({ userId, quiddity: 'AURA', callouts }, (transaction) => apex.callAura(transaction, classname, method, params, cacheable)),
    );
    return { status: 200, body: { returnValue } };
  } catch (error) {
    return failureAnswer(error);
  }
}
