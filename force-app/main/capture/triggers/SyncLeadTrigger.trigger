/** Tells the bridge what changed on Lead. */
trigger SyncLeadTrigger on Lead(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
