/** Tells the bridge what changed on Opportunity. */
trigger SyncOpportunityTrigger on Opportunity(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
