/** Tells the bridge what changed on OpportunityLineItem. */
trigger SyncOpportunityLineItemTrigger on OpportunityLineItem(after insert, after update, after delete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
