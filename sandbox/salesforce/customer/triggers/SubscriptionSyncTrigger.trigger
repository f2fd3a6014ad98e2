/** Tells Fieldwise what changed; the line docs/package.md gives a customer for objects of its own. */
trigger SubscriptionSyncTrigger on Subscription__c(after insert, after update, after delete, after undelete) {
  SyncCapture.changed(Trigger.operationType, Trigger.new, Trigger.oldMap);
}
