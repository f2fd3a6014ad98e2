/** Tells the bridge what changed on Contact. */
trigger SyncContactTrigger on Contact(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
