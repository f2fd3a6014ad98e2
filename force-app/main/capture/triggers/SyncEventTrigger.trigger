/** Tells the bridge what changed on Event. */
trigger SyncEventTrigger on Event(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
