/** Where and how a customer wants to be told of what they miss (seed, "Provisioning"): from the opening's user data. */
export interface PushSubscription {
  /** The provider's name for the device: a registration token, or any id that a callback's receiver knows. */
  readonly deviceId: string;
  /** The kind of provider: `customhttp`, `fcm`, `ios`, … */
  readonly deviceType: string;
  /** Which of several applications of one kind: `GCTI_GMS_PushProvider`. */
  readonly provider?: string;
  readonly language?: string;
  /** `GCTI_GMS_PushIncludePayload`: a callback carries the events themselves. */
  readonly payload?: true;
  /** `GCTI_GMS_NotifyRequestor`: the customer's own events are pushed too. */
  readonly own?: true;
  /** `GCTI_GMS_PushResend=false`: a push that fails is not sent again. */
  readonly once?: true;
}
