import { createTestWireAdapter } from '@salesforce/wire-service-jest-util';

/** `lightning/navigation` for specs: `mockNavigate` hears every page reference a component goes to. */
export const mockNavigate = jest.fn();
export const mockGenerateUrl = jest.fn(() => Promise.resolve('https://www.example.com'));
export const CurrentPageReference = createTestWireAdapter(jest.fn());

const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');
export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](...reference) {
      mockNavigate(...reference);
    }
    [GenerateUrl](reference) {
      return mockGenerateUrl(reference);
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
