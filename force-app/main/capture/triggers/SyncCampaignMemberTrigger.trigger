/** Tells the bridge what changed on CampaignMember. */
trigger SyncCampaignMemberTrigger on CampaignMember(after insert, after update, after delete) {
  SyncCaptureHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
