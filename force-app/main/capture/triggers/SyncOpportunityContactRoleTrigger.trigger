/** Tells the bridge what changed on OpportunityContactRole. */
trigger SyncOpportunityContactRoleTrigger on OpportunityContactRole(after insert, after update, after delete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
