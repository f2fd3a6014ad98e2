import { arrayOf, objectOf, textOf, type JsonObject } from './body.ts';
import { invalid, notFound } from './errors.ts';
import type { Portal } from './portal.ts';

/** How a campaign can have reached a contact: by its first visit, its last, or at all. */
export const TOUCHES = ['contactFirstTouch', 'contactLastTouch', 'influencedContacts'] as const;

/** What attribution finds: a campaign reached contacts. Takes `{campaignId, contacts: [{id, touch?, at?}]}`; answers how many it has by now. */
export function touchCampaign(portal: Portal, body: JsonObject): JsonObject {
  const campaign = portal.state.campaigns.get(textOf(body['campaignId'], 'campaignId'));
  if (campaign === undefined || campaign.archived) throw notFound('campaign not found');
  const reached = arrayOf(body['contacts'], 'contacts').map((item) => {
    const given = objectOf(item, 'contacts');
    const touch = textOf(given['touch'] ?? 'influencedContacts', 'touch');
    const at = given['at'] === undefined ? portal.clock.now() : Date.parse(textOf(given['at'], 'at'));
    if (!TOUCHES.some((known) => known === touch) || Number.isNaN(at)) throw invalid('touch or at is not valid');
    return { id: textOf(given['id'], 'id'), touch, at };
  });
  // Whoever was reached twice was reached first the first time.
  const all = [...campaign.contacts, ...reached];
  const contacts = all.filter((one, index) => all.findIndex(({ id, touch }) => id === one.id && touch === one.touch) === index);
  portal.note([{ op: 'campaign', campaign: { ...campaign, contacts } }]);
  return { contacts: contacts.length };
}
