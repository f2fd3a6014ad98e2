/** Tells the bridge what changed on Case. */
trigger SyncCaseTrigger on Case(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
