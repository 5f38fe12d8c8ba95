export declare function directOnLoopback(environment: NodeJS.ProcessEnv): Record<string, string>;
export declare function toolEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
