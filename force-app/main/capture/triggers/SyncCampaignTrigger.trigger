/** Tells the bridge what changed on Campaign. */
trigger SyncCampaignTrigger on Campaign(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
