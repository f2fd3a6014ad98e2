/** Keeps one ruleset Active and tells the bridge when the active rules change. */
trigger SyncRulesetTrigger on Sync_Ruleset__c(before insert, before update, after insert, after update, after delete) {
  SyncRulesetHandler.run(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
