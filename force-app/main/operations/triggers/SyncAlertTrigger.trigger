/** Tells people of alerts that begin or end. */
trigger SyncAlertTrigger on Alert__c(after insert, after update) {
  SyncAlertDelivery.run(Trigger.new, Trigger.oldMap);
}
