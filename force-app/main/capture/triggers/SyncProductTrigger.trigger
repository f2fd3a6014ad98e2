/** Tells the bridge what changed on Product2. */
trigger SyncProductTrigger on Product2(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
