/** Tells the bridge what changed on Account. */
trigger SyncAccountTrigger on Account(after insert, after update, after delete, after undelete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
