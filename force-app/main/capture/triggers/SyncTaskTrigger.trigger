/** Tells the bridge what changed on Task. */
trigger SyncTaskTrigger on Task(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
